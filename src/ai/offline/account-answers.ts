import type { Draft, Question } from '../answer.ts';
import type { Account, ToolBox, ToolName } from '../tools.ts';
import { answerMovements } from './account-movements.ts';
import { accountTypeMeant } from './account-type.ts';
import { acted, failed } from './drafts.ts';
import { answerFreeze, listedCards } from './freeze-answers.ts';
import type { AccountIntent } from './intents.ts';
import { accountName, formatDay, formatMoney } from './money.ts';
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
