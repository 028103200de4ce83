import type { Language } from '../lib/language.ts';
import type { ToolBox, ToolName } from './tools.ts';

export const OUTCOMES = ['answer', 'action', 'verify', 'handoff', 'refuse', 'unsure'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const HANDOFF_REASONS = [
  'customer_request',
  'emergency',
  'missing_knowledge',
  'low_confidence',
  'policy',
  'tool_failure',
  'complaint',
] as const;
export type HandoffReason = (typeof HANDOFF_REASONS)[number];

export const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The knowledge base's and the tickets' categories. */
export const CATEGORIES = [
  'account_management',
  'transfers',
  'cards',
  'loans',
  'security',
  'savings_investment',
  'digital_banking',
  'fees',
  'general',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A published article as the assistant reads it. `content` is Markdown. */
export interface KnowledgeArticle {
  id: number;
  slug: string;
  language: Language;
  title: string;
  category: string;
  tags: string[];
  content: string;
  /** Questions that it answers, as customers put them; may be empty. */
  examples: string[];
  version: number;
}

/** A piece of an article that may answer a question. `score` lies between 0 and 1, best first. */
export interface Passage {
  articleId: number;
  slug: string;
  language: Language;
  title: string;
  category: string;
  text: string;
  score: number;
  /** Of the article. */
  version?: number;
}

export interface Citation {
  articleId: number;
  slug: string;
  title: string;
}

export interface Exchange {
  role: 'customer' | 'assistant' | 'agent';
  content: string;
}

/** Whom a conversation is with, as far as the bank knows: what no vendor is to learn. */
export interface Person {
  names: string[];
  emails: string[];
  phones: string[];
}

/** One turn's question: what the customer wrote since the last reply, masked, with what came before it. */
export interface Question {
  text: string;
  /** The language to answer in. */
  language: Language;
  /** Oldest first, without the question itself, masked. */
  history: Exchange[];
  /** Identity level 0 to 3 (docs/architecture.md). */
  level: number;
  /** The bank's name as customers know it. */
  bankName: string;
  /** Where customers call when something cannot wait. */
  emergencyPhone: string;
  /** Passages of the knowledge base, best first, already above the score floor. */
  passages: Passage[];
  /** Absent where none is kept. */
  conversationId?: string;
  /** Asked for only on the way to a vendor, and never part of a prompt. */
  person?: () => Promise<Person>;
  /** What the bank itself tells models; absent where it tells nothing. */
  instructions?: BankInstructions;
  /** Why the same answerer's draft before this one was not sent. */
  correction?: FailedCheck;
}

/** The bank's own instructions to models, in the language of the reply. */
export interface BankInstructions {
  version: string;
  text: string;
}

/** Why a draft may not be sent. `found` holds the words that failed; they may be wrong, so they are shown to nobody. */
export interface FailedCheck {
  failed: 'empty' | 'figure' | 'link' | 'deed' | 'citation' | 'uncited' | 'secret' | 'leak';
  found: string[];
}

export interface Handoff {
  reason: HandoffReason;
  category: Category;
  priority: Priority;
  /** One line for the agent, in the conversation's language. Masked. */
  subject: string;
}

export interface Usage {
  /** All of them, those from and into the vendor's cache too. */
  promptTokens: number;
  completionTokens: number;
  cachedTokens?: number;
  cacheWriteTokens?: number;
}

/** What one provider was asked for in a turn, whether its draft was used or not. */
export interface Spent {
  model: string | null;
  usage: Usage;
}

/** An article that an answer could rest on, as it was then. */
export interface Source {
  articleId: number;
  slug: string;
  /** Null where it is not known. */
  version: number | null;
  /** 0 to 1. */
  score: number;
  isCited: boolean;
}

/** An answer before it is checked and committed. */
export interface Draft {
  outcome: Outcome;
  text: string;
  citations: Citation[];
  /** 0 to 1. */
  confidence: number;
  intent: string | null;
  /** The tool that read or changed the customer's data, for the outcome `action`. */
  action: ToolName | null;
  /** Set for the outcome `handoff`. */
  handoff: Handoff | null;
  /** True whenever a person should be offered. */
  suggestEscalation: boolean;
  /** Short replies that the customer may pick, in the reply's language. */
  choices?: readonly string[];
  /** What the figures in `text` may come from besides the passages: the tools' results, as text. */
  evidence: string[];
  provider: string;
  model: string | null;
  usage: Usage | null;
  sources?: Source[];
  /** Which instructions a model was given. */
  promptVersion?: string;
  /** True when `text` takes the place of what went to `onText`. */
  isReworded?: boolean;
}

export const UNAVAILABLE_REASONS = ['timeout', 'rate_limited', 'refused', 'bad_response', 'network'] as const;
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number];

/** Why a provider gave no answer. A vendor's own error never gets past its provider. */
export interface Unavailable {
  unavailable: UnavailableReason;
  /** What was used up before it failed. */
  spent?: Spent;
}

/**
 * Something that answers a customer: a language model behind a vendor's interface, or the offline engine.
 *
 * `onText` receives the reply piece by piece as it may be shown. Errors: never throws but on `signal`'s abort; a remote
 * failure is the value `Unavailable`.
 */
export interface Answerer {
  readonly name: string;
  answer(
    question: Question,
    tools: ToolBox,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Draft | Unavailable>;
  /** What was said in the conversation is erased: what is remembered of it goes too. */
  forget?(conversationId: string): void;
  /** One call that costs next to nothing, of those that are reached over a network. */
  probe?(signal: AbortSignal): Promise<Probe>;
}

/** Whether a vendor can be reached with its key, its address and its model. Units: milliseconds. */
export type Probe =
  | { isReached: true; model: string | null; latencyMs: number; usage: Usage | null }
  | { isReached: false; reason: UnavailableReason; latencyMs: number };

export const isUnavailable = (result: Draft | Unavailable): result is Unavailable => 'unavailable' in result;
