import { fold } from '../../lib/text.ts';
import type { Draft, Question } from '../answer.ts';
import type { Account, Card, ToolBox, ToolName } from '../tools.ts';
import { answerMovements } from './account-movements.ts';
import { accountTypeMeant } from './account-type.ts';
import { acted, failed } from './drafts.ts';
import type { AccountIntent } from './intents.ts';
import { accountName, cardName, formatDay, formatMoney } from './money.ts';
import * as say from './phrases.ts';

/** Answers from the customer's own accounts through the tools. The caller has made sure of the identity level. */
export async function answerFromAccounts(
  intent: ToolName,
  question: Question,
  before: string,
  tools: ToolBox,
  today: Date,
): Promise<Draft> {
  switch (intent) {
    case 'get_balance':
      return answerBalance(question, tools);
    case 'list_transactions':
      return answerMovements(question, tools, today);
    case 'list_cards':
      return answerCards(question, tools);
    case 'freeze_card':
      return answerFreeze(question, before, tools);
    case 'ticket_status':
      return answerTickets(question, tools);
  }
}

export const isTool = (intent: AccountIntent): intent is ToolName => intent !== 'personal';

async function answerBalance(question: Question, tools: ToolBox): Promise<Draft> {
  const { language } = question;
  const result = await tools.getBalance();
  if (!result.ok) return failed('get_balance', result.reason, language);
  if (result.data.length === 0) return acted('get_balance', say.NO_ACCOUNTS[language], []);
  const accounts = accountsMeant(question.text, result.data);
  const lines = accounts.map((account) => `- **${accountName(account, language)}:** ${balanceText(account, question)}`);
  const evidence = accounts.map(
    (account) => `${account.type} ${account.last4} ${formatMoney(account.balanceCents, account.currency)}`,
  );
  return acted('get_balance', [say.YOUR_BALANCES[language], ...lines].join('\n'), evidence);
}

function balanceText({ type, balanceCents, currency }: Account, { language }: Question): string {
  if (type === 'CREDIT' && balanceCents < 0) return `${say.YOU_OWE[language]} ${formatMoney(-balanceCents, currency)}`;
  return formatMoney(balanceCents, currency);
}

/** The accounts that the words point to; all of them when they point to none. */
function accountsMeant(text: string, accounts: Account[]): Account[] {
  const type = accountTypeMeant(text);
  const meant = type ? accounts.filter((account) => account.type === type) : [];
  return meant.length > 0 ? meant : accounts;
}

async function answerCards({ language }: Question, tools: ToolBox): Promise<Draft> {
  const result = await tools.listCards();
  if (!result.ok) return failed('list_cards', result.reason, language);
  if (result.data.length === 0) return acted('list_cards', say.NO_CARDS[language], []);
  return listedCards(say.YOUR_CARDS[language], result.data, language);
}

function listedCards(opening: string, cards: Card[], language: Question['language']): Draft {
  const lines = cards.map(
    (card) => `- **${cardName(card)}**: ${say.CARD_STATUS[card.status]?.[language] ?? card.status}`,
  );
  return acted('list_cards', [opening, ...lines].join('\n'), cards.map(cardName));
}

async function answerFreeze(question: Question, before: string, tools: ToolBox): Promise<Draft> {
  const { language } = question;
  const owned = await tools.listCards();
  if (!owned.ok) return failed('freeze_card', owned.reason, language);
  if (owned.data.length === 0) return acted('freeze_card', say.NO_CARDS[language], []);
  const named = cardsMeant(question.text, owned.data) ?? cardsMeant(before, owned.data);
  if (named?.length === 0) return listedCards(say.NO_SUCH_CARD[language], owned.data, language);
  const usable = owned.data.filter(({ status }) => status === 'ACTIVE');
  const candidates = named ?? (usable.length > 0 ? usable : owned.data);
  const [card, ...others] = candidates;
  if (!card || others.length > 0) return listedCards(say.WHICH_CARD[language], candidates, language);
  if (card.status === 'BLOCKED') {
    return acted('freeze_card', say.fill(say.ALREADY_BLOCKED[language], { card: cardName(card) }), [cardName(card)]);
  }
  const frozen = await tools.freezeCard(card.last4);
  if (!frozen.ok) return failed('freeze_card', frozen.reason, language);
  return acted('freeze_card', say.fill(say.FROZEN[language], { card: cardName(frozen.data) }), [cardName(frozen.data)]);
}

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

async function answerTickets({ language }: Question, tools: ToolBox): Promise<Draft> {
  const result = await tools.ticketStatus();
  if (!result.ok) return failed('ticket_status', result.reason, language);
  if (result.data.length === 0)
    return { ...acted('ticket_status', say.NO_TICKETS[language], []), suggestEscalation: true };
  const lines = result.data.slice(0, 5).map(({ reference, subject, status, updatedAt }) => {
    const state = say.TICKET_STATUS[status.toUpperCase()]?.[language] ?? status;
    return `- **${reference}** (${subject}): ${state}, ${formatDay(updatedAt.toISOString(), language)}`;
  });
  return acted('ticket_status', [say.YOUR_TICKETS[language], ...lines].join('\n'), lines);
}
