import type { AiProvider, Config } from '../config.ts';
import type { SettingsReader } from './reader.ts';

const AI_PROVIDERS: readonly AiProvider[] = ['openai', 'anthropic', 'mock'];

export function readAi(reader: SettingsReader, isProduction: boolean): Config['ai'] {
  if (isProduction) reader.required('AI_PROVIDER');
  const provider = reader.oneOf('AI_PROVIDER', AI_PROVIDERS, 'mock');
  const fallback = readFallback(reader).filter((name) => name !== provider);
  const used = new Set<AiProvider>([provider, ...fallback]);
  const keyOf = (name: AiProvider, variable: string): string | null => {
    const key = reader.text(variable);
    if (key === null && used.has(name)) reader.fault(variable, `is required while the provider ${name} is in use`);
    return key;
  };
  return {
    provider,
    fallback,
    openai: {
      apiKey: keyOf('openai', 'OPENAI_API_KEY'),
      model: reader.text('OPENAI_MODEL') ?? 'gpt-4.1-mini',
      baseUrl: reader.url('OPENAI_BASE_URL', ['https:', 'http:']),
    },
    anthropic: {
      apiKey: keyOf('anthropic', 'ANTHROPIC_API_KEY'),
      model: reader.text('ANTHROPIC_MODEL') ?? 'claude-haiku-4-5',
      baseUrl: reader.url('ANTHROPIC_BASE_URL', ['https:', 'http:']),
    },
  };
}

function readFallback(reader: SettingsReader): AiProvider[] {
  const names = reader.list('AI_FALLBACK') ?? ['mock'];
  if (names.join() === 'none') return [];
  const known = names.filter((name): name is AiProvider => (AI_PROVIDERS as readonly string[]).includes(name));
  if (known.length < names.length) {
    reader.fault('AI_FALLBACK', `must be none or a list of ${AI_PROVIDERS.join(', ')} with commas between them`);
  }
  return [...new Set(known)];
}

export function readSmtp(reader: SettingsReader): Config['smtp'] {
  const host = reader.text('SMTP_HOST');
  const settings = {
    port: reader.integer('SMTP_PORT', { min: 1, max: 65_535, fallback: 587 }),
    username: reader.text('SMTP_USERNAME'),
    password: reader.text('SMTP_PASSWORD'),
    from: reader.email('SMTP_FROM_EMAIL'),
  };
  if (host === null) return null;
  if (settings.from === null) reader.fault('SMTP_FROM_EMAIL', 'is required while SMTP_HOST is set');
  if ((settings.username === null) !== (settings.password === null)) {
    reader.fault('SMTP_USERNAME', 'and SMTP_PASSWORD must be set together');
  }
  return { host, ...settings, from: settings.from ?? '' };
}
