import type { SettingsReader } from './reader.ts';
import { weaknessOf } from './secrets.ts';

const MIN_PASSWORD_CHARACTERS = 12;
const MIN_METRICS_TOKEN_CHARACTERS = 16;

export function readTokens(reader: SettingsReader, isProduction: boolean) {
  const required = isProduction ? ['SECRET_KEY', 'ALGORITHM', 'ACCESS_TOKEN_EXPIRE_MINUTES'] : [];
  for (const name of required) reader.required(name);
  return {
    secretKey: readStrongSecret(reader, 'SECRET_KEY') ?? '',
    secretKeyPrevious: readStrongSecret(reader, 'SECRET_KEY_PREVIOUS'),
    algorithm: reader.oneOf('ALGORITHM', ['HS256', 'HS384', 'HS512'], 'HS256'),
    accessTokenMinutes: reader.integer('ACCESS_TOKEN_EXPIRE_MINUTES', { min: 1, max: 1440, fallback: 30 }),
  };
}

export function readIdentitySecret(reader: SettingsReader, isProduction: boolean): string | null {
  if (isProduction) return readStrongSecret(reader, 'CUSTOMER_IDENTITY_SECRET');
  return reader.text('CUSTOMER_IDENTITY_SECRET');
}

function readStrongSecret(reader: SettingsReader, name: string): string | null {
  const secret = reader.text(name);
  const weakness = secret === null ? null : weaknessOf(secret);
  if (weakness !== null) reader.fault(name, weakness);
  return secret;
}

export function readAdminPassword(reader: SettingsReader): string | null {
  const password = reader.text('ADMIN_PASSWORD');
  if (password !== null && password.length < MIN_PASSWORD_CHARACTERS)
    reader.fault('ADMIN_PASSWORD', `must have at least ${MIN_PASSWORD_CHARACTERS} characters`);
  return password;
}

export function readMetricsToken(reader: SettingsReader): string | null {
  const token = reader.text('METRICS_TOKEN');
  if (token !== null && token.length < MIN_METRICS_TOKEN_CHARACTERS)
    reader.fault('METRICS_TOKEN', `must have at least ${MIN_METRICS_TOKEN_CHARACTERS} characters`);
  return token;
}
