import type { Exchange, Handoff, Question } from '../../ai/answer.ts';
import { detectLanguage } from '../../ai/language-detection.ts';
import { OfflineEngine } from '../../ai/offline/engine.ts';
import type { Retriever } from '../../ai/retrieval.ts';
import { Router } from '../../ai/router.ts';
import type { ToolBox } from '../../ai/tools.ts';
import { triage } from '../../ai/triage.ts';
import type { BankConnector } from '../../bank/connector.ts';
import type { SettingsStore } from '../../db/settings.ts';
import type { Language } from '../../lib/language.ts';
import { mask } from '../../lib/mask.ts';
import { metadataOf } from '../chat/commit.ts';
import { emergencyDraft } from '../chat/emergency.ts';
import { handoffText } from '../chat/handoff-text.ts';
import { HISTORY_MESSAGES } from '../chat/queries.ts';
import type { Random } from './random.ts';

const PASSAGES = 8;
const NEVER = new AbortController().signal;
const SILENT = { onText() {}, onRestart() {} };

export interface Asked {
  text: string;
  /** Of the conversation. */
  language: Language;
  /** Oldest first, without the question. */
  history: readonly Exchange[];
  /** The customer of the demo bank; null for somebody who is not signed in. */
  externalId: string | null;
  at: Date;
  /** The number of the ticket, should it be handed over. */
  reference: string;
}

export interface Answered {
  content: string;
  handoff: Handoff | null;
  metadata: Record<string, unknown>;
  outcome: string;
  provider: string;
  confidence: number;
  latencyMs: number;
  sources: object[];
  checks: readonly string[];
}

/** The assistant as it answers where no vendor is configured: triage, the offline engine, the check. */
export class DemoAssistant {
  readonly #retriever: Retriever;
  readonly #router: Router;
  readonly #bank: Pick<BankConnector, 'accounts' | 'transactions' | 'cards'>;
  readonly #settings: SettingsStore;
  readonly #random: Random;
  #now = new Date(0);

  constructor(retriever: Retriever, bank: BankConnector, settings: SettingsStore, random: Random) {
    this.#retriever = retriever;
    this.#bank = bank;
    this.#settings = settings;
    this.#random = random;
    // The time of the story: "this month" is the month in which it was asked.
    this.#router = new Router([new OfflineEngine(retriever, { now: () => this.#now, monotonic: () => 0 })]);
  }

  async answer(asked: Asked): Promise<Answered> {
    this.#now = asked.at;
    const { text } = mask(asked.text);
    const history = asked.history.slice(-HISTORY_MESSAGES);
    const language = detectLanguage(text, asked.language);
    const emergency = triage(text, history);
    const question = this.#questionOf(text, language, history, asked.externalId === null ? 0 : 1);
    const { draft, checks } = emergency
      ? { draft: emergencyDraft(this.#settings, emergency, language), checks: ['fixed_text'] }
      : await this.#router.answer(question, this.#toolsOf(asked.externalId), SILENT, NEVER);
    const latencyMs = this.#random.int(1, 6);
    const metadata = { ...metadataOf(draft, latencyMs), ...(draft.handoff && { ticket_id: asked.reference }) };
    const { outcome, provider, confidence, handoff, sources = [] } = draft;
    const content = handoff ? withReference(this.#settings, draft.text, asked.reference, language) : draft.text;
    return {
      content: mask(content).text,
      handoff,
      metadata,
      outcome,
      provider,
      confidence,
      latencyMs,
      sources,
      checks,
    };
  }

  #questionOf(text: string, language: Language, history: Exchange[], level: number): Question {
    const retriever = this.#retriever;
    return {
      text,
      language,
      history,
      level,
      bankName: this.#settings.get('bank.name'),
      emergencyPhone: this.#settings.get('bank.emergency_phone'),
      get passages() {
        return retriever.search(text, language, PASSAGES);
      },
    };
  }

  /** Reads the demo bank's accounts as they are now and as far as they go at the story's time; changes nothing. */
  #toolsOf(externalId: string | null): ToolBox {
    const bank = this.#bank;
    const today = this.#now.toISOString().slice(0, 10);
    const own = async <T>(read: (id: string) => Promise<T>) =>
      externalId === null
        ? ({ ok: false, reason: 'identity_required' } as const)
        : ({ ok: true, data: await read(externalId) } as const);
    return {
      getBalance: () => own((id) => bank.accounts(id)),
      listTransactions: (filter) => own((id) => bank.transactions(id, { ...filter, to: earlier(filter.to, today) })),
      listCards: () => own((id) => bank.cards(id)),
      freezeCard: async () => ({ ok: false, reason: 'unavailable' }),
      ticketStatus: () => own(async () => []),
    };
  }
}

const earlier = (day: string | undefined, other: string): string => (day !== undefined && day < other ? day : other);

const withReference = (settings: SettingsStore, text: string, ticket: string, language: Language): string =>
  text.includes('{ticket}')
    ? text.replaceAll('{ticket}', ticket)
    : `${text}\n\n${handoffText(settings, language, ticket)}`;
