import { type Draft, type Exchange, isUnavailable, type Question } from '../src/ai/answer.ts';
import { checkDraft } from '../src/ai/check.ts';
import { detectLanguage } from '../src/ai/language-detection.ts';
import { OfflineEngine } from '../src/ai/offline/engine.ts';
import type { Retriever } from '../src/ai/retrieval.ts';
import { draftOf, triage } from '../src/ai/triage.ts';
import { mask } from '../src/lib/mask.ts';
import { demoRetriever, demoTools } from '../tests/support/demo-bank.ts';
import type { Item } from './judge.ts';

const CONTACT = { bankName: 'JoxAI Bank', phone: '55 5000 0000', phoneAbroad: '+52 55 5000 0099' };
/** The demo bank's movements end the day before. */
const TODAY = new Date('2026-11-02T12:00:00Z');
const TURN_TIMEOUT_MS = 1_000;

export interface Conversation {
  last: Draft;
  replies: string[];
  /** Whether every figure, link and deed of the last reply has a source. */
  isGrounded: boolean;
}

/** The offline engine over the demo bank's articles, in this process. */
export class Desk {
  readonly #retriever: Retriever;
  readonly #engine: OfflineEngine;

  private constructor(retriever: Retriever) {
    this.#retriever = retriever;
    this.#engine = new OfflineEngine(retriever, { now: () => TODAY, monotonic: () => performance.now() });
  }

  static async open(): Promise<Desk> {
    return new Desk(await demoRetriever());
  }

  /** Answers the customer's messages one after the other, each knowing those before it. */
  async converse({ turns, lang, identity }: Item): Promise<Conversation> {
    const customer = identity.startsWith('verified:') ? identity.slice('verified:'.length) : null;
    const tools = demoTools(customer);
    const history: Exchange[] = [];
    const replies: string[] = [];
    let last: { draft: Draft; question: Question } | undefined;
    for (const turn of turns) {
      const { text } = mask(turn);
      const language = detectLanguage(turn, lang === 'en' ? 'en' : 'es');
      const passages = this.#retriever.search(text, language);
      const question: Question = {
        text,
        language,
        history: [...history],
        level: customer ? 1 : 0,
        bankName: CONTACT.bankName,
        emergencyPhone: CONTACT.phone,
        passages,
      };
      const draft = await this.#replyTo(question, tools);
      last = { draft, question };
      replies.push(draft.text);
      history.push({ role: 'customer', content: text }, { role: 'assistant', content: draft.text });
    }
    if (!last) throw new Error('a conversation has a message');
    return { last: last.draft, replies, isGrounded: isGrounded(last.draft, last.question) };
  }

  async #replyTo(question: Question, tools: ReturnType<typeof demoTools>): Promise<Draft> {
    const emergency = triage(question.text, question.history);
    if (emergency) return draftOf(emergency, question.language, CONTACT);
    const reply = await this.#engine.answer(question, tools, () => {}, AbortSignal.timeout(TURN_TIMEOUT_MS));
    if (isUnavailable(reply)) throw new Error('the offline engine is always available');
    return reply;
  }
}

/** The engine's evidence is the whole article, which a search for the last message alone need not find. */
function isGrounded(draft: Draft, question: Question): boolean {
  const result = checkDraft(draft, question);
  return draft.provider === 'triage' || result === 'ok' || result.failed === 'citation';
}
