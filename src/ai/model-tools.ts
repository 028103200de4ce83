import { CATEGORIES, HANDOFF_REASONS, type Handoff, PRIORITIES, type Question } from './answer.ts';
import type { ToolDefinition } from './model.ts';
import { TOOL_LEVEL, TOOL_NAMES, type ToolName } from './tools.ts';

/** How a model says what kind of answer it gives, where it gives no plain one. */
const SIGNAL_NAMES = ['hand_off', 'ask_to_verify', 'decline', 'not_in_knowledge'] as const;
export type SignalName = (typeof SIGNAL_NAMES)[number];

/** Names that nobody writes by chance. */
export const TOOL_WORDS = [...TOOL_NAMES, ...SIGNAL_NAMES].filter((name) => name.includes('_'));

export const isToolName = (name: string): name is ToolName => TOOL_NAMES.includes(name as ToolName);
export const isSignalName = (name: string): name is SignalName => SIGNAL_NAMES.includes(name as SignalName);

/** The tools offered at an identity level. Those above it are absent, and asking for proof takes their place. */
export function toolsFor(level: number): ToolDefinition[] {
  const allowed = TOOL_NAMES.filter((name) => TOOL_LEVEL[name] <= level);
  const signals = SIGNAL_NAMES.filter((name) => name !== 'ask_to_verify' || allowed.length < TOOL_NAMES.length);
  return [...allowed, ...signals].map((name) => define(name, DEFINITIONS[name]));
}

const ACCOUNT_TYPES = ['CHECKING', 'SAVINGS', 'CREDIT'];
const ISO_DATE = { type: 'string', description: 'ISO date, inclusive, like 2026-01-31' };

interface Definition {
  description: string;
  properties?: Record<string, unknown>;
  required?: string[];
}

const DEFINITIONS: Record<ToolName | SignalName, Definition> = {
  get_balance: { description: "Reads the balances of the customer's own accounts." },
  list_transactions: {
    description: "Reads the customer's own movements, newest first.",
    properties: {
      from: ISO_DATE,
      to: ISO_DATE,
      account_type: { type: 'string', enum: ACCOUNT_TYPES },
      limit: { type: 'integer', minimum: 1, maximum: 50 },
    },
  },
  list_cards: { description: "Lists the customer's own cards with their status and last four digits." },
  freeze_card: {
    description: "Freezes one of the customer's own cards at once. The customer can have it lifted later.",
    properties: { last4: { type: 'string', description: 'The last four digits of the card, from list_cards' } },
    required: ['last4'],
  },
  ticket_status: { description: "Reads the status of the customer's own tickets." },
  hand_off: {
    description: 'Passes the conversation on to a person of the bank and opens a ticket.',
    properties: {
      reason: { type: 'string', enum: [...HANDOFF_REASONS] },
      category: { type: 'string', enum: [...CATEGORIES] },
      priority: { type: 'string', enum: [...PRIORITIES], description: 'URGENT for fraud, loss, theft or danger' },
      subject: { type: 'string', description: "One line for the agent in the customer's language, without names" },
    },
    required: ['reason', 'category', 'priority', 'subject'],
  },
  ask_to_verify: { description: 'Asks the customer to prove their identity first.' },
  decline: { description: 'Says that this is not something the assistant can help with.' },
  not_in_knowledge: { description: 'Says that the knowledge base does not hold the answer, and offers a person.' },
};

const define = (name: string, { description, properties = {}, required = [] }: Definition): ToolDefinition => ({
  name,
  description,
  parameters: { type: 'object', properties, required, additionalProperties: false },
});

const SUBJECT_LENGTH = 120;

/** A handoff from a model's arguments. A faulty one still becomes a handoff: a customer in need is not sent back. */
export function readHandoff(values: Record<string, unknown>, question: Question): Handoff {
  const reason = oneOf(HANDOFF_REASONS, values.reason) ?? 'customer_request';
  const asked = oneOf(PRIORITIES, values.priority) ?? 'MEDIUM';
  const subject = typeof values.subject === 'string' ? values.subject : '';
  return {
    reason,
    category: oneOf(CATEGORIES, values.category) ?? 'general',
    priority: reason === 'emergency' ? 'URGENT' : asked,
    subject: oneLine(subject) || oneLine(question.text),
  };
}

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | null =>
  list.find((item) => item === value) ?? null;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, SUBJECT_LENGTH);
