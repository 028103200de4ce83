import { mask } from '../lib/mask.ts';
import type { Draft, FailedCheck, Question } from './answer.ts';
import { unsupportedFigures } from './figures.ts';
import { leaksOf } from './leaks.ts';
import { visibleText } from './visible-text.ts';

export { figuresOf, unsupportedFigures } from './figures.ts';

/** What a reply that was checked is known to be free of, by the names that its record keeps. */
export const CHECKS = ['figures', 'links', 'deeds', 'secrets', 'leaks', 'citations'] as const;

/** The part of them that an answerer without a language model needs. */
export const OWN_CHECKS = ['figures', 'links'] as const;

export type CheckResult = 'ok' | FailedCheck;

/** Units: characters. A reply longer than a courtesy needs a source. */
const UNCITED_MAX_LENGTH = 280;

/**
 * Whether a draft may be shown: every figure and address in it stands in a passage, a tool's result or the conversation,
 * it claims no deed that was not done, repeats no secret and no instructions, and cites only passages it was given.
 */
export function checkDraft(draft: Draft, question: Question): CheckResult {
  if (draft.text.trim() === '') return { failed: 'empty', found: [] };
  const text = checkText(draft.text, sourcesOf(question, draft.evidence), draft.action === 'freeze_card');
  if (text !== 'ok') return text;
  const strangers = draft.citations.filter(
    ({ articleId, slug }) => !question.passages.some((given) => given.articleId === articleId && given.slug === slug),
  );
  if (strangers.length > 0) return { failed: 'citation', found: strangers.map(({ slug }) => slug) };
  const isUncited = draft.outcome === 'answer' && draft.citations.length === 0;
  return isUncited && draft.text.length > UNCITED_MAX_LENGTH ? { failed: 'uncited', found: [] } : 'ok';
}

/**
 * The same for the engine that only repeats what the bank wrote: where every number stands in its evidence as the draft
 * writes it, there is nothing else to look for. What it says besides answers and actions are reviewed fixed texts.
 */
export function checkOwnDraft(draft: Draft, question: Question): CheckResult {
  if (draft.text.trim() === '') return { failed: 'empty', found: [] };
  const { text, evidence, action, outcome, citations } = draft;
  if (outcome !== 'action' && citations.length === 0) return 'ok';
  const sources = [...evidence, question.text, ...question.history.map(({ content }) => content), question.bankName];
  const known = sources.join('\n');
  const isVerbatim = (text.match(VERBATIM) ?? []).every((written) => known.includes(written));
  return isVerbatim ? 'ok' : checkText(text, sources, action === 'freeze_card');
}

/** A number, or the address of a page or a person. */
const VERBATIM = /\d+(?:[.,:]\d+)*|https?:\/\/\S+|\S+@\S+/g;

/** The part of the check that needs no whole draft, for the sentences of a reply that is still growing. */
export function checkText(text: string, sources: string[], isCardFrozen: boolean): CheckResult {
  const figures = unsupportedFigures(text, sources);
  if (figures.length > 0) return { failed: 'figure', found: figures };
  const links = unsupportedLinks(text, sources);
  if (links.length > 0) return { failed: 'link', found: links };
  const isStopped = isCardFrozen || sources.some((source) => CARD_STOPPED.test(source));
  const deeds = claimedDeeds(text, sources).filter((deed) => !(isStopped && FREEZING.test(deed)));
  if (deeds.length > 0) return { failed: 'deed', found: deeds };
  const secrets = mask(text).found;
  if (secrets.length > 0) return { failed: 'secret', found: secrets };
  const leaks = leaksOf(text);
  return leaks.length > 0 ? { failed: 'leak', found: leaks } : 'ok';
}

/** Everything that a figure of the reply may come from. */
export function sourcesOf(question: Question, evidence: string[]): string[] {
  return [
    ...question.passages.flatMap((passage) => [passage.title, visibleText(passage.text)]),
    ...evidence,
    question.text,
    ...question.history.map((exchange) => exchange.content),
    question.bankName,
  ];
}

/** No address has more parts, and a text may be nothing but parts. */
const LINK =
  /https?:[^\s<>")\]]+|\bwww\.[^\s<>")\]]+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+|\b(?:[a-z0-9-]{1,63}\.){1,20}(?:com|mx|net|org|io|app|link|info|xyz)\b(?:\/[^\s<>")\]]*)?/giu;

/** A model that was talked into it must not send customers to an address that the bank does not name. */
function unsupportedLinks(text: string, sources: string[]): string[] {
  const known = new Set(sources.flatMap(linksOf));
  return linksOf(text).filter((link) => !known.has(link));
}

const linksOf = (text: string): string[] =>
  [...text.matchAll(LINK)].map(([link]) =>
    link
      .toLowerCase()
      .replace(/^https?:[\\/]*/, '')
      .replace(/^www\./, '')
      .replace(/[.,;:!?*_/]+$/, ''),
  );

/** As the list of the customer's cards has it. */
const CARD_STOPPED = /"status":"(?:FROZEN|BLOCKED)"/;
const FREEZING = /congel|bloque|froze|block/i;
const DEED =
  /(?<!\p{L})(?:(?:ya\s)?(?:he|hemos)\s(?:congelado|bloqueado|transferido|reembolsado|devuelto|cancelado|depositado|pagado)|(?:congelé|bloqueé|transferí|reembolsé|cancelé|deposité|acabo de (?:congelar|bloquear|transferir|reembolsar|cancelar|depositar|pagar))|(?:i|we)(?:\shave|['’]ve)?\s(?:just\s|already\s|now\s)?(?:frozen|froze|blocked|transferred|refunded|cancell?ed|deposited|paid)|(?:ya están?|quedó|quedaron|ha quedado|ha sido|fue)\s(?:ya\s)?(?:congelad|bloquead|transferid|reembolsad|devuelt|depositad)[oa]s?|(?:is|are)\s(?:now|already)\s(?:frozen|blocked)|(?:was|were|has been|have been)\s(?:now\s|just\s)?(?:frozen|blocked|transferred|refunded|deposited))(?!\p{L})/giu;

/** What the assistant says was done, and no source says. Only freezing is ever true, and only after the tool did it. */
const claimedDeeds = (text: string, sources: string[]): string[] =>
  [...text.matchAll(DEED)].map(([deed]) => deed).filter((deed) => !sources.some((source) => source.includes(deed)));
