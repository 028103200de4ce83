import type { Config } from '../config.ts';
import type { SettingsReader } from './reader.ts';

export function readBank(reader: SettingsReader, isProduction: boolean): Config['bank'] {
  const apiUrl = reader.url('BANK_API_URL', isProduction ? ['https:'] : ['https:', 'http:']);
  const apiToken = reader.text('BANK_API_TOKEN');
  const timeoutMs = reader.integer('BANK_API_TIMEOUT', { min: 100, max: 30_000, fallback: 3_000 });
  if (apiToken !== null && !/^[\x21-\x7e]+$/.test(apiToken)) {
    reader.fault('BANK_API_TOKEN', 'must be made of visible ASCII characters');
  }
  if (apiUrl === null) return null;
  if (!isBase(apiUrl)) reader.fault('BANK_API_URL', 'must have no user name, password, query or fragment');
  if (apiToken === null) reader.fault('BANK_API_TOKEN', 'is required while BANK_API_URL is set');
  return { apiUrl, apiToken: apiToken ?? '', timeoutMs };
}

function isBase(text: string): boolean {
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
