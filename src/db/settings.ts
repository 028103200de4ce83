import { DEFAULT_TEMPERATURE } from '../ai/model.ts';
import { type Prices, PUBLIC_PRICES } from '../ai/pricing.ts';
import type { AiProvider } from '../config.ts';
import type { Language } from '../lib/language.ts';
import type { Sql } from './client.ts';
import type { users } from './schema/users.ts';
import { faultOf } from './setting-rules.ts';

/** As users.role in db/schema/users.ts. */
type Role = (typeof users.$inferSelect)['role'];

type Texts = Record<Language, string>;

/** Every setting that the program reads, by its key, with the value it has until an administrator changes it. */
export const DEFAULT_SETTINGS = {
  'bank.name': 'JoxAI Bank' as string,
  'bank.emergency_phone': '55 5000 0000' as string,
  'bank.emergency_phone_abroad': '+52 55 5000 0099' as string,
  'chat.welcome': {
    es: '¡Hola! Soy el asistente de {bank}. Puedo resolver dudas sobre cuentas, tarjetas, transferencias y créditos, o pasarte con una persona. ¿En qué te ayudo?',
    en: 'Hello! I am the assistant of {bank}. I can answer questions about accounts, cards, transfers and loans, or hand you over to a person. How can I help?',
  } as Texts,
  'chat.quick_replies': {
    es: ['¿A qué hora abren las sucursales?', '¿Cuál es mi saldo?', 'Perdí mi tarjeta', 'Hablar con una persona'],
    en: ['When do branches open?', 'What is my balance?', 'I lost my card', 'Talk to a person'],
  } as Record<Language, string[]>,
  'chat.theme': { primary_color: '#0b6b57', mode: 'auto' } as { primary_color: string; mode: string },
  'chat.features': { attachments: true, feedback: true, escalation: true } as Record<string, boolean>,
  /** Conversations that a person has at once, where nobody set another number for them. */
  'desk.capacity': 4 as number,
  /** Minutes that a customer waits for a silent agent before the conversation goes back into the queue. */
  'desk.silent_minutes': 5 as number,
  /** Whether waiting conversations are given to people who are free; else everybody takes them by hand. */
  'desk.auto_assign': true as boolean,
  /** What staff were told, and mail that was sent or given up, is forgotten after so many days. */
  'notifications.keep_days': 90 as number,
  /** Minutes without a request after which a session of the panel ends. */
  'auth.session_idle_minutes': 240 as number,
  /** Hours after the login when a session of the panel ends, whatever was done in it. */
  'auth.session_hours': 12 as number,
  /** Days after the login when a session of the interface ends, however often it was refreshed. */
  'auth.api_session_days': 30 as number,
  /** Who must have a second factor: without one they can do nothing but set it up. */
  'auth.two_factor_roles': [] as Role[],
  /** In the order they are asked; empty: as the environment has it. One without a key or an address is left out. */
  'ai.providers': [] as AiProvider[],
  /** Empty: the environment's. */
  'ai.openai_model': '' as string,
  'ai.anthropic_model': '' as string,
  /** 0 to 1, for the models that take one. */
  'ai.temperature': DEFAULT_TEMPERATURE as number,
  /** Within how many days of the calendar a complaint must be answered. */
  'tickets.complaint_days': 30 as number,
  /** Units: US dollars per million tokens. */
  'ai.prices': PUBLIC_PRICES as Prices,
  /** Units: US dollars; 0 is without end. Once spent, the offline engine answers. */
  'ai.budget_per_conversation_usd': 0 as number,
  'ai.budget_per_day_usd': 0 as number,
  /** Units: tokens, read and written together; 0 is without end. They bound a model without a price too. */
  'ai.budget_per_conversation_tokens': 0 as number,
  'ai.budget_per_day_tokens': 0 as number,
} as const;

export type Settings = { -readonly [Key in keyof typeof DEFAULT_SETTINGS]: (typeof DEFAULT_SETTINGS)[Key] };

interface KnownRow {
  key: keyof Settings;
  value: unknown;
}

/** The settings as this process knows them. `reload` after a `settings` event brings them up to date. */
export class SettingsStore {
  #values: Settings = { ...DEFAULT_SETTINGS };

  get<Key extends keyof Settings>(key: Key): Settings[Key] {
    return this.#values[key];
  }

  /** Shape: the keys whose stored value cannot be used; they keep their default. */
  async reload(sql: Sql): Promise<string[]> {
    const rows = await sql<{ key: string; value: unknown }[]>`SELECT key, value FROM settings`;
    const known = rows.filter((row): row is KnownRow => Object.hasOwn(DEFAULT_SETTINGS, row.key));
    const isUsable = ({ key, value }: KnownRow) => faultOf(key, value, DEFAULT_SETTINGS[key]) === null;
    const changed = Object.fromEntries(known.filter(isUsable).map(({ key, value }) => [key, value]));
    this.#values = { ...DEFAULT_SETTINGS, ...changed };
    return known.filter((row) => !isUsable(row)).map(({ key }) => key);
  }
}
