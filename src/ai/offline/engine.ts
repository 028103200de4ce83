import { type Clock, systemClock } from '../../lib/clock.ts';
import { fold, words } from '../../lib/text.ts';
import { toLocalTime } from '../../lib/zoned-time.ts';
import type { Answerer, Draft, Exchange, Question } from '../answer.ts';
import type { Retriever } from '../retrieval.ts';
import { TOOL_LEVEL, type ToolBox } from '../tools.ts';
import { categoryOf } from '../triage/category.ts';
import { sentences } from '../triage/signals.ts';
import { answerFromAccounts, isTool } from './account-answers.ts';
import { boundaryCrossed } from './boundaries.ts';
import { draft, verifyFirst } from './drafts.ts';
import { answerToFreeze } from './freeze-answers.ts';
import { accountIntent } from './intents.ts';
import { answerFromKnowledge } from './knowledge-answer.ts';
import { HANDED_OVER, HANDOFF_SUBJECT, REFUSE, UNKNOWN_OWN_DATA } from './phrases.ts';
import { smalltalkReply } from './smalltalk.ts';

/** What reading one's own data needs where no tool covers it. */
const PERSONAL_LEVEL = 1;

/**
 * Answers customers without any language model: by rules for what must be refused, verified or done with the tools, and
 * from the knowledge base's own sentences for the rest.
 */
export class OfflineEngine implements Answerer {
  readonly name = 'offline';
  readonly #retriever: Retriever;
  readonly #clock: Clock;
  readonly #timeZone: () => string;

  /** `timeZone`: where it is today, asked for each answer. */
  constructor(retriever: Retriever, clock: Clock = systemClock, timeZone: () => string = () => 'UTC') {
    this.#retriever = retriever;
    this.#clock = clock;
    this.#timeZone = timeZone;
  }

  async answer(
    question: Question,
    tools: ToolBox,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Draft> {
    signal.throwIfAborted();
    const reply = await this.#decide(question, tools);
    signal.throwIfAborted();
    for (const piece of inSentences(reply.text)) onText(piece);
    return reply;
  }

  async #decide(question: Question, tools: ToolBox): Promise<Draft> {
    const { text, language, level } = question;
    const boundary = boundaryCrossed(text);
    if (boundary) return draft('refuse', REFUSE[boundary][language], 0.9, boundary);
    if (acceptsPerson(question)) return handedOver(question);
    const toFreeze = await answerToFreeze(question, tools);
    if (toFreeze) return toFreeze;
    const smalltalk = smalltalkReply(text, language, question.bankName);
    if (smalltalk) return draft('answer', smalltalk.text, 0.95, smalltalk.intent);
    const before = lastFromCustomer(question.history);
    const intent = accountIntent(text, before);
    if (!intent) return answerFromKnowledge(question, this.#retriever);
    if (level < (isTool(intent) ? TOOL_LEVEL[intent] : PERSONAL_LEVEL)) return verifyFirst(language, intent);
    if (isTool(intent)) return answerFromAccounts(intent, question, before, tools, this.#today());
    return { ...draft('unsure', UNKNOWN_OWN_DATA[language], 0.6, intent), suggestEscalation: true };
  }

  /** As UTC shows it. */
  #today(): Date {
    return new Date(`${toLocalTime(this.#clock.now(), this.#timeZone())}Z`);
  }
}

const lastFromCustomer = (history: Exchange[]): string =>
  history.findLast(({ role }) => role === 'customer')?.content ?? '';

const YES = new Set([
  'si',
  'yes',
  'ok',
  'okay',
  'sure',
  'claro',
  'dale',
  'va',
  'sale',
  'porfavor',
  'please',
  'yeah',
  'yep',
  'simon',
  'por',
  'favor',
  'do',
  'gracias',
  'thanks',
  'quiero',
]);
const OFFERED = /comunique con una persona|comunicarte con una persona|te comunico con una persona|through to a person/;

/** A plain "yes" to the offer of a person that the last reply made. */
function acceptsPerson({ text, history }: Question): boolean {
  const last = history.at(-1);
  if (last?.role !== 'assistant' || !OFFERED.test(fold(last.content))) return false;
  const said = words(text);
  return (
    said.length > 0 &&
    said.length <= 4 &&
    said.every((word) => YES.has(word)) &&
    !said.every((word) => word === 'gracias' || word === 'thanks')
  );
}

function handedOver({ text, history, language }: Question): Draft {
  const category = categoryOf(sentences(`${lastFromCustomer(history)} ${text}`));
  const handoff = {
    reason: 'customer_request',
    category,
    priority: 'MEDIUM',
    subject: HANDOFF_SUBJECT[language],
  } as const;
  return { ...draft('handoff', HANDED_OVER[language], 0.95, 'person'), handoff, suggestEscalation: true };
}

/** The text cut behind its sentences and lines; joined again it is the text. */
const inSentences = (text: string): string[] =>
  text.match(/[^.!?\n]*(?:[.!?](?=\s|$)\s*|\n+|$|[.!?])/g)?.filter(Boolean) ?? [];
