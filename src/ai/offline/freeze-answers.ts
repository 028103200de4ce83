import type { Language } from '../../lib/language.ts';
import { fold, words } from '../../lib/text.ts';
import type { Draft, Exchange, Question } from '../answer.ts';
import { freezeFailure } from '../freeze-failure.ts';
import { type Card, TOOL_LEVEL, type ToolBox, type ToolFailure } from '../tools.ts';
import { acted, draft, verifyFirst } from './drafts.ts';
import { cardName } from './money.ts';
import * as say from './phrases.ts';

const ASKED = /(?:confirmas que pause tu tarjeta|shall i pause your card)[^?]*••(\d{4})[^?]*\?/;
const LONGEST_ANSWER = 8;
const YES = new Set(
  `si sip simon claro dale va sale ok okay okey adelante confirmo confirmado hazlo pausala congelala porfavor favor obvio
yes yeah yep yup sure please go do confirm confirmed correct correcto absolutely pause freeze definitely`.split(/\s+/),
);
const NO = new Set(
  'no nop nel nope not dont pero but otra otro other mejor espera wait cancel cancela cancelalo stop nah nunca never instead'.split(
    ' ',
  ),
);

/** The customer's answer to the question whether a card may be frozen; null for a message about something else. */
export async function answerToFreeze(question: Question, tools: ToolBox): Promise<Draft | null> {
  const { text, history, language, level } = question;
  const last4 = cardAskedAbout(history);
  if (!last4) return null;
  const said = words(text);
  if (said.length === 0 || said.length > LONGEST_ANSWER) return null;
  if (said.some((word) => NO.has(word)))
    return refusesOnly(said) ? draft('answer', say.KEPT[language], 0.95, 'freeze_card') : null;
  if (!YES.has(said[0] as string)) return null;
  if (level < TOOL_LEVEL.freeze_card) return verifyFirst(language, 'freeze_card');
  const owned = await tools.listCards();
  if (!owned.ok) return notDone(owned.reason, question);
  const meant = cardsMeant(text, owned.data);
  if (meant && !meant.some((card) => card.last4 === last4)) return null;
  const frozen = await tools.freezeCard(last4);
  if (!frozen.ok) return notDone(frozen.reason, question);
  return acted('freeze_card', say.fill(say.FROZEN[language], { card: cardName(frozen.data) }), [cardName(frozen.data)]);
}

const notDone = (reason: ToolFailure, question: Question): Draft =>
  reason === 'identity_required'
    ? verifyFirst(question.language, 'freeze_card')
    : { ...draft('handoff', '', 0, null), ...freezeFailure(question) };

/** The last four digits of the card in the assistant's question, if that is what it said last. */
function cardAskedAbout(history: Exchange[]): string | null {
  const last = history.at(-1);
  return last?.role === 'assistant' ? (ASKED.exec(fold(last.content))?.[1] ?? null) : null;
}

const refusesOnly = (said: readonly string[]): boolean =>
  NO.has(said[0] as string) && !said.some((word) => ['otra', 'otro', 'other', 'pero', 'but', 'instead'].includes(word));

/**
 * Asks whether the card that was named may be frozen, or which one is meant. Nothing is frozen before the customer's next
 * message says yes to it (`answerToFreeze`).
 */
export async function answerFreeze(question: Question, before: string, tools: ToolBox): Promise<Draft> {
  const { language } = question;
  const owned = await tools.listCards();
  if (!owned.ok) return notDone(owned.reason, question);
  if (owned.data.length === 0) return acted('freeze_card', say.NO_CARDS[language], []);
  const named = cardsMeant(question.text, owned.data) ?? cardsMeant(before, owned.data);
  if (named?.length === 0) return listedCards(say.NO_SUCH_CARD[language], owned.data, language);
  const usable = owned.data.filter(({ status }) => status === 'ACTIVE');
  const candidates = named ?? (usable.length > 0 ? usable : owned.data);
  const [card, ...others] = candidates;
  if (!card || others.length > 0) return listedCards(say.WHICH_CARD[language], candidates, language);
  return alreadyStopped(card, language) ?? confirmed(card, language);
}

/** The reply for a card that needs no freezing any more. */
function alreadyStopped(card: Card, language: Language): Draft | null {
  const phrase = { BLOCKED: say.ALREADY_BLOCKED, FROZEN: say.ALREADY_FROZEN }[card.status as string];
  return phrase ? acted('freeze_card', say.fill(phrase[language], { card: cardName(card) }), [cardName(card)]) : null;
}

const confirmed = (card: Card, language: Language): Draft => ({
  ...acted('freeze_card', say.fill(say.CONFIRM_FREEZE[language], { card: cardName(card) }), [cardName(card)]),
  choices: say.CONFIRM_CHOICES[language],
});

const CARD_WORDS: [RegExp, (card: Card) => boolean][] = [
  [/\b(gold|dorada|oro)\b/, ({ product }) => /gold/i.test(product)],
  [/\b(platinum|platino)\b/, ({ product }) => /platinum/i.test(product)],
  [/\b(clasica|classic)\b/, ({ product }) => /cl[aá]sica/i.test(product)],
  [/\bvisa\b/, ({ brand }) => brand === 'VISA'],
  [/\bmaster ?card\b/, ({ brand }) => brand === 'MASTERCARD'],
  [/\b(debito|debit|nomina|payroll)\b/, ({ kind }) => kind === 'DEBIT'],
  [/\b(credito|credit)\b/, ({ kind }) => kind === 'CREDIT'],
];

/** The cards that the words name: null when they name none, empty when they name one that is not there. */
function cardsMeant(text: string, cards: Card[]): Card[] | null {
  const said = fold(text);
  const digits = /(?<![\d$,.])\d{4}(?![\d,.]\d|\d)/.exec(said.replace(/\[card ••(\d{4})\]/, '$1'))?.[0];
  if (digits) return cards.filter(({ last4 }) => last4 === digits);
  const tests = CARD_WORDS.filter(([pattern]) => pattern.test(said)).map(([, test]) => test);
  return tests.length === 0 ? null : cards.filter((card) => tests.every((test) => test(card)));
}

export function listedCards(opening: string, cards: Card[], language: Question['language']): Draft {
  const lines = cards.map(
    (card) => `- **${cardName(card)}**: ${say.CARD_STATUS[card.status]?.[language] ?? card.status}`,
  );
  return acted('list_cards', [opening, ...lines].join('\n'), cards.map(cardName));
}
