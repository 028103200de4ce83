import type { Language } from '../lib/language.ts';
import type { Category, Draft, Exchange, Handoff, HandoffReason, Priority } from './answer.ts';
import { detectLanguage } from './language-detection.ts';
import { asksForHarm } from './offline/boundaries.ts';
import { categoryOf } from './triage/category.ts';
import { decide } from './triage/decision.ts';
import { type BankContact, type EmergencyKind, replyText, subjectOf } from './triage/replies.ts';
import { sentences } from './triage/signals.ts';

/** Something that a person must take on at once, with the reviewed text that says what to do until then. */
export interface Emergency {
  kind: EmergencyKind;
  handoff: Handoff;
  text(language: Language, bank: BankContact): string;
}

interface Rule {
  reason: HandoffReason;
  priority: Priority;
  /** Null: by the message's topic. */
  category: Category | null;
}

const RULES: Record<EmergencyKind, Rule> = {
  self_harm: { reason: 'emergency', priority: 'URGENT', category: null },
  extortion: { reason: 'emergency', priority: 'URGENT', category: 'security' },
  fraud: { reason: 'emergency', priority: 'URGENT', category: 'security' },
  takeover: { reason: 'emergency', priority: 'URGENT', category: 'security' },
  sim_swap: { reason: 'emergency', priority: 'URGENT', category: 'security' },
  lost_card: { reason: 'emergency', priority: 'URGENT', category: 'cards' },
  unknown_charge: { reason: 'emergency', priority: 'URGENT', category: 'security' },
  abuse: { reason: 'emergency', priority: 'HIGH', category: 'security' },
  bereavement: { reason: 'policy', priority: 'HIGH', category: 'account_management' },
  legal: { reason: 'policy', priority: 'HIGH', category: 'general' },
  complaint: { reason: 'complaint', priority: 'HIGH', category: null },
  person: { reason: 'customer_request', priority: 'MEDIUM', category: null },
};

/** How many of the customer's earlier messages may complete what this one leaves unsaid. */
const MESSAGES_BEFORE = 2;
/** Longer messages are judged by their beginning and end. */
const JUDGED_CHARACTERS = 1_200;

/**
 * Recognises, without any model, what must reach a person: loss and theft, fraud, danger to the customer, death in the
 * family, legal matters, complaints and the plain wish for a person. Questions about such cases in the abstract are
 * none of these.
 */
export function triage(text: string, history: Exchange[]): Emergency | null {
  const now = sentences(shortened(text));
  const earlier = history.filter(({ role }) => role === 'customer').slice(-MESSAGES_BEFORE);
  const before = sentences(earlier.map(({ content }) => shortened(content)).join('\n'));
  const kind = decide(text, now, before);
  if (!kind || asksForHarm(text)) return null;
  const language = detectLanguage(text, 'es');
  const { reason, priority, category } = RULES[kind];
  const handoff = { reason, priority, category: category ?? categoryOf(now), subject: subjectOf(kind, language) };
  return { kind, handoff, text: (wanted, bank) => replyText(kind, wanted, bank) };
}

/** The whole reply to an emergency, as answerers give theirs. */
export const draftOf = ({ kind, handoff, text }: Emergency, language: Language, bank: BankContact): Draft => ({
  outcome: 'handoff',
  text: text(language, bank),
  citations: [],
  confidence: 1,
  intent: kind,
  action: null,
  handoff,
  suggestEscalation: true,
  evidence: [],
  provider: 'triage',
  model: null,
  usage: null,
});

const shortened = (text: string): string =>
  text.length <= JUDGED_CHARACTERS
    ? text
    : `${text.slice(0, JUDGED_CHARACTERS / 2)}\n${text.slice(-JUDGED_CHARACTERS / 2)}`;
