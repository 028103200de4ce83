import { DEFAULT_TEMPERATURE } from '../ai/model.ts';
import { type Prices, PUBLIC_PRICES } from '../ai/pricing.ts';
import type { AiProvider } from '../config.ts';
import type { Language } from '../lib/language.ts';
import type { users } from './schema/users.ts';
import { checkForm, type SettingFault, type SettingForm, type Unit } from './setting-kinds.ts';

/** What a setting is about: its card in the panel, its `category` in the interface. */
export const SETTING_CATEGORIES = [
  'bank',
  'texts',
  'languages',
  'desk',
  'retention',
  'security',
  'assistant',
  'deadlines',
  'budget',
  'limits',
  'uploads',
  'widget',
] as const;
export type SettingCategory = (typeof SETTING_CATEGORIES)[number];

interface Rule<Value> {
  category: SettingCategory;
  form: SettingForm;
  /** The value until an administrator changes it. */
  usual: Value;
  /** Whether everybody may read it. */
  isPublic?: boolean;
  /** The variable of the environment that gives the default, or bounds what is set here. */
  environment?: string;
}

type Texts = Record<Language, string>;
type Role = (typeof users.$inferSelect)['role'];

const rule = <Value>(one: Rule<Value>): Rule<Value> => one;
const whole = (least: number, most: number, unit: Unit | null = null): SettingForm => ({
  kind: 'number',
  least,
  most,
  isWhole: true,
  unit,
});
const upTo = (least: number, most: number, unit: Unit | null = null): SettingForm => ({
  kind: 'number',
  least,
  most,
  isWhole: false,
  unit,
});
const texts = (most: number, variables: readonly string[] = [], needed?: string): SettingForm => ({
  kind: 'texts',
  most,
  isRequired: true,
  variables,
  ...(needed && { needed }),
});
const SWITCH: SettingForm = { kind: 'switch' };
const PHONE: SettingForm = { kind: 'text', most: 40, isRequired: true, pattern: 'phone' };
const MODEL: SettingForm = { kind: 'text', most: 100, isRequired: false, pattern: 'model' };
const limit = (usual: string, leastPerMinute = 0): Rule<string> => ({
  category: 'limits',
  form: { kind: 'rate', leastPerMinute },
  usual,
  environment: 'RATE_LIMITS',
});

/** So many days, or 0 for ever. */
const kept = (usual: number, least: number): Rule<number> => ({
  category: 'retention',
  form: { kind: 'number', least, most: 36_500, isWhole: true, unit: 'days', hasNever: true },
  usual,
});

const MAX_BUDGET_USD = 1_000_000;
const MAX_BUDGET_TOKENS = 1_000_000_000_000;

/**
 * The one table of the settings that the program knows: what checks them, what their fields in the panel are made from,
 * and what they are until somebody changes them. Their names and explanations stand in views/settings.
 */
export const SETTING_RULES = {
  'bank.name': rule<string>({
    category: 'bank',
    form: { kind: 'text', most: 80, isRequired: true },
    usual: 'JoxAI Bank',
    isPublic: true,
  }),
  'bank.emergency_phone': rule<string>({ category: 'bank', form: PHONE, usual: '55 5000 0000', isPublic: true }),
  'bank.emergency_phone_abroad': rule<string>({
    category: 'bank',
    form: PHONE,
    usual: '+52 55 5000 0099',
    isPublic: true,
  }),
  /** ISO 3166, two letters: where a telephone number without a country's code belongs. */
  'bank.country': rule<string>({
    category: 'bank',
    form: { kind: 'text', most: 2, isRequired: true, pattern: 'country' },
    usual: 'MX',
  }),
  /** Of the IANA list: reports count by days of this place. */
  'bank.time_zone': rule<string>({
    category: 'bank',
    form: { kind: 'text', most: 60, isRequired: true, pattern: 'time_zone' },
    usual: 'America/Mexico_City',
  }),
  'chat.languages': rule<Language[]>({
    category: 'languages',
    form: { kind: 'order', options: ['es', 'en'], isRequired: true },
    usual: ['es', 'en'],
    isPublic: true,
  }),
  'chat.handoff': rule<Texts>({
    category: 'texts',
    form: texts(1_000, ['ticket', 'bank'], 'ticket'),
    usual: {
      es: 'Te paso con una persona de nuestro equipo. Tu número de caso es {ticket}. Puedes seguir escribiendo aquí: lo leerá quien te atienda.',
      en: 'I am handing you over to a person of our team. Your case number is {ticket}. You can go on writing here: whoever helps you will read it.',
    },
  }),
  /** Added to a handoff outside business hours; empty: nothing is. */
  'chat.closed': rule<Texts>({
    category: 'texts',
    form: { kind: 'texts', most: 1_000, isRequired: false, variables: ['bank', 'phone'] },
    usual: {
      es: 'En este momento nuestro equipo no está en horario de atención: te responderemos cuando abra. Si es urgente, llama al {phone}.',
      en: 'Our team is outside its business hours right now: we will answer when it opens. If it is urgent, call {phone}.',
    },
  }),
  /** Conversations that a person has at once, where nobody set another number for them. */
  'desk.capacity': rule<number>({ category: 'desk', form: whole(1, 50, 'conversations'), usual: 4 }),
  /** Minutes that a customer waits for a silent agent before the conversation goes back into the queue. */
  'desk.silent_minutes': rule<number>({ category: 'desk', form: upTo(0.1, 240, 'minutes'), usual: 5 }),
  /** Whether waiting conversations are given to people who are free; else everybody takes them by hand. */
  'desk.auto_assign': rule<boolean>({ category: 'desk', form: SWITCH, usual: true }),
  /** Within how many days of the calendar a complaint must be answered. */
  'tickets.complaint_days': rule<number>({ category: 'desk', form: whole(1, 365, 'days'), usual: 30 }),
  /** What staff were told, and mail that was sent or given up, is forgotten after so many days. */
  'notifications.keep_days': rule<number>({ category: 'retention', form: whole(1, 3_650, 'days'), usual: 90 }),
  'webhooks.keep_days': rule<number>({ category: 'retention', form: whole(1, 3_650, 'days'), usual: 30 }),
  /** Conversations with all that was said in them; closed ones without an open ticket or a complaint. */
  'retention.conversations_days': kept(1_825, 30),
  'retention.attachments_days': kept(730, 30),
  'retention.tickets_days': kept(1_825, 30),
  /** Authorities ask for complaints longest. */
  'retention.complaints_days': kept(3_650, 365),
  /** What an answer of the assistant rested on; what was counted of it stays. */
  'retention.ai_traces_days': kept(365, 1),
  /** Customers who were deleted; then they are erased. */
  'retention.deleted_customers_days': kept(365, 1),
  'retention.sessions_days': kept(30, 1),
  'retention.sign_ins_days': kept(180, 1),
  /** Whole months of the audit log. Never less than a year: the database itself refuses that. */
  'retention.audit_days': kept(3_650, 365),
  /** Minutes without a request after which a session of the panel ends. */
  'auth.session_idle_minutes': rule<number>({ category: 'security', form: whole(5, 1_440, 'minutes'), usual: 240 }),
  /** Hours after the login when a session of the panel ends, whatever was done in it. */
  'auth.session_hours': rule<number>({ category: 'security', form: whole(1, 168, 'hours'), usual: 12 }),
  /** Days after the login when a session of the interface ends, however often it was refreshed. */
  'auth.api_session_days': rule<number>({ category: 'security', form: whole(1, 365, 'days'), usual: 30 }),
  /** Who must have a second factor: without one they can do nothing but set it up. */
  'auth.two_factor_roles': rule<Role[]>({
    category: 'security',
    form: { kind: 'order', options: ['AGENT', 'SUPERVISOR', 'ADMIN'], isRequired: false, isSet: true },
    usual: [],
  }),
  /** In the order they are asked; empty: as the environment has it. One without a key or an address is left out. */
  'ai.providers': rule<AiProvider[]>({
    category: 'assistant',
    form: { kind: 'order', options: ['openai', 'anthropic', 'mock'], isRequired: false },
    usual: [],
    environment: 'AI_PROVIDER, AI_FALLBACK',
  }),
  /** Empty: the environment's. */
  'ai.openai_model': rule<string>({ category: 'assistant', form: MODEL, usual: '', environment: 'OPENAI_MODEL' }),
  'ai.anthropic_model': rule<string>({ category: 'assistant', form: MODEL, usual: '', environment: 'ANTHROPIC_MODEL' }),
  /** 0 to 1, for the models that take one. */
  'ai.temperature': rule<number>({ category: 'assistant', form: upTo(0, 1), usual: DEFAULT_TEMPERATURE }),
  'ai.reply_tokens': rule<number>({ category: 'assistant', form: whole(100, 8_000, 'tokens'), usual: 1_000 }),
  /** The longest wait until a vendor takes a question. A server that loads its model first needs more. */
  'ai.connect_seconds': rule<number>({ category: 'deadlines', form: upTo(1, 60, 'seconds'), usual: 5 }),
  /** The longest wait for a vendor's first word, and between two of them. */
  'ai.silence_seconds': rule<number>({ category: 'deadlines', form: upTo(1, 60, 'seconds'), usual: 10 }),
  /** The longest that one call of a vendor may take, its retry included. */
  'ai.call_seconds': rule<number>({ category: 'deadlines', form: upTo(1, 100, 'seconds'), usual: 30 }),
  /** The longest that one vendor may take for an answer, with all its tools. */
  'ai.answer_seconds': rule<number>({ category: 'deadlines', form: upTo(1, 100, 'seconds'), usual: 30 }),
  /** After it no vendor is waited for any more, and the engine of this program answers. */
  'ai.total_seconds': rule<number>({ category: 'deadlines', form: upTo(1, 100, 'seconds'), usual: 45 }),
  /** Units: US dollars per million tokens. */
  'ai.prices': rule<Prices>({ category: 'budget', form: { kind: 'prices' }, usual: PUBLIC_PRICES }),
  /** 0 is without end. Once spent, the offline engine answers. */
  'ai.budget_per_conversation_usd': rule<number>({
    category: 'budget',
    form: upTo(0, MAX_BUDGET_USD, 'usd'),
    usual: 0,
  }),
  'ai.budget_per_day_usd': rule<number>({ category: 'budget', form: upTo(0, MAX_BUDGET_USD, 'usd'), usual: 0 }),
  /** Read and written together; 0 is without end. They bound a model without a price too. */
  'ai.budget_per_conversation_tokens': rule<number>({
    category: 'budget',
    form: whole(0, MAX_BUDGET_TOKENS, 'tokens'),
    usual: 0,
  }),
  'ai.budget_per_day_tokens': rule<number>({
    category: 'budget',
    form: whole(0, MAX_BUDGET_TOKENS, 'tokens'),
    usual: 0,
  }),
  // The least of some is what an administrator needs to put a mistake right.
  'limits.login': limit('5/minute', 3),
  'limits.chat_start': limit('10/minute'),
  'limits.chat_message': limit('20/minute'),
  'limits.chat_message_address': limit('120/minute'),
  'limits.tickets': limit('30/minute'),
  'limits.analytics': limit('30/minute'),
  'limits.notifications': limit('30/minute'),
  'limits.settings_write': limit('20/minute', 5),
  'limits.staff': limit('300/minute', 60),
  'uploads.max_megabytes': rule<number>({
    category: 'uploads',
    form: upTo(0.001, 1_024, 'megabytes'),
    usual: 10,
    environment: 'MAX_UPLOAD_SIZE',
  }),
  'widget.colour': rule<string>({
    category: 'widget',
    form: { kind: 'colour', isRequired: true },
    usual: '#0b6b57',
    isPublic: true,
  }),
  /** On a dark page; empty: the same. */
  'widget.colour_dark': rule<string>({
    category: 'widget',
    form: { kind: 'colour', isRequired: false },
    usual: '',
    isPublic: true,
  }),
  'widget.mode': rule<string>({
    category: 'widget',
    form: { kind: 'choice', options: ['auto', 'light', 'dark'] },
    usual: 'auto',
    isPublic: true,
  }),
  'widget.position': rule<string>({
    category: 'widget',
    form: { kind: 'choice', options: ['right', 'left'] },
    usual: 'right',
    isPublic: true,
  }),
  /** Beside the launcher's picture; empty: the picture alone. */
  'widget.launcher_text': rule<Texts>({
    category: 'widget',
    form: { kind: 'texts', most: 40, isRequired: false, variables: [] },
    usual: { es: '', en: '' },
    isPublic: true,
  }),
  'chat.welcome': rule<Texts>({
    category: 'widget',
    form: texts(1_000, ['bank']),
    usual: {
      es: '¡Hola! Soy el asistente de {bank}. Puedo resolver dudas sobre cuentas, tarjetas, transferencias y créditos, o pasarte con una persona. ¿En qué te ayudo?',
      en: 'Hello! I am the assistant of {bank}. I can answer questions about accounts, cards, transfers and loans, or hand you over to a person. How can I help?',
    },
    isPublic: true,
  }),
  'chat.quick_replies': rule<Record<Language, string[]>>({
    category: 'widget',
    form: { kind: 'lists', most: 6, mostChars: 80 },
    usual: {
      es: ['¿A qué hora abren las sucursales?', '¿Cuál es mi saldo?', 'Perdí mi tarjeta', 'Hablar con una persona'],
      en: ['When do branches open?', 'What is my balance?', 'I lost my card', 'Talk to a person'],
    },
    isPublic: true,
  }),
  'widget.attachments': rule<boolean>({ category: 'widget', form: SWITCH, usual: true, isPublic: true }),
  'widget.feedback': rule<boolean>({ category: 'widget', form: SWITCH, usual: true, isPublic: true }),
  'widget.escalation': rule<boolean>({ category: 'widget', form: SWITCH, usual: true, isPublic: true }),
} as const;

export type SettingKey = keyof typeof SETTING_RULES;
export type Settings = { -readonly [Key in SettingKey]: (typeof SETTING_RULES)[Key]['usual'] };

export const SETTING_KEYS = Object.keys(SETTING_RULES) as SettingKey[];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTING_RULES, key);

export const ruleOf = (key: SettingKey): Rule<unknown> => SETTING_RULES[key];

/** Why the value cannot be that of the setting; null where it can. */
export const checkSetting = (key: SettingKey, value: unknown): SettingFault | null =>
  checkForm(SETTING_RULES[key].form, value);
