import { readFileSync } from 'node:fs';
import type { KnowledgeArticle } from '../../src/ai/answer.ts';
import { otherMatters } from '../../src/ai/offline/other-matters.ts';
import { Retriever } from '../../src/ai/retrieval.ts';
import {
  type Account,
  type Card,
  TOOL_LEVEL,
  type ToolBox,
  type ToolResult,
  type Transaction,
} from '../../src/ai/tools.ts';
import { TopicModel } from '../../src/ai/topic-model.ts';

const read = (name: string) => readFileSync(new URL(`../../data/demo-bank/${name}`, import.meta.url), 'utf8');

const lines = (name: string) =>
  read(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

interface DemoCustomer {
  external_id: string;
  accounts: {
    type: Account['type'];
    clabe: string;
    currency: string;
    balance_cents: number;
    transactions: { date: string; description: string; amount_cents: number }[];
  }[];
  cards: Card[];
}

/** The demo bank's knowledge base, as the database would give it. */
export function demoArticles(): KnowledgeArticle[] {
  const examples = new Map(
    lines('examples.jsonl').map(({ slug, lang, examples }) => [`${slug} ${lang}`, examples as string[]]),
  );
  return lines('articles.jsonl').map(({ slug, lang, title, category, tags, body }, index) => ({
    id: index + 1,
    slug,
    language: lang,
    title,
    category,
    tags,
    content: body,
    examples: examples.get(`${slug} ${lang}`) ?? [],
    version: 1,
  }));
}

/** The tools over the demo bank's file for one customer, or for nobody. */
export function demoTools(externalId: string | null): ToolBox {
  const customers: DemoCustomer[] = JSON.parse(read('customers.json'));
  const customer = customers.find((candidate) => candidate.external_id === externalId);
  const level = customer ? 1 : 0;
  const guarded = async <T>(needed: number, run: (customer: DemoCustomer) => ToolResult<T>): Promise<ToolResult<T>> =>
    customer && level >= needed ? run(customer) : { ok: false, reason: 'identity_required' };
  return {
    getBalance: () => guarded(TOOL_LEVEL.get_balance, (own) => ({ ok: true, data: own.accounts.map(accountOf) })),
    listTransactions: (filter) =>
      guarded(TOOL_LEVEL.list_transactions, (own) => {
        const all = own.accounts
          .filter((account) => !filter.accountType || account.type === filter.accountType)
          .flatMap(transactionsOf)
          .filter((entry) => (!filter.from || entry.date >= filter.from) && (!filter.to || entry.date <= filter.to))
          .sort((a, b) => b.date.localeCompare(a.date));
        return { ok: true, data: all.slice(0, filter.limit ?? 50) };
      }),
    listCards: () => guarded(TOOL_LEVEL.list_cards, (own) => ({ ok: true, data: own.cards })),
    freezeCard: (last4) =>
      guarded(TOOL_LEVEL.freeze_card, (own) => {
        const card = own.cards.find((candidate) => candidate.last4 === last4);
        if (!card) return { ok: false, reason: 'not_found' };
        if (card.status === 'ACTIVE') card.status = 'FROZEN';
        return { ok: true, data: card };
      }),
    ticketStatus: () => guarded(TOOL_LEVEL.ticket_status, () => ({ ok: true, data: [] })),
  };
}

const accountOf = (account: DemoCustomer['accounts'][number]): Account => ({
  type: account.type,
  last4: account.clabe.slice(-4),
  currency: account.currency,
  balanceCents: account.balance_cents,
});

const transactionsOf = (account: DemoCustomer['accounts'][number]): Transaction[] =>
  account.transactions.map((entry) => ({
    accountType: account.type,
    accountLast4: account.clabe.slice(-4),
    date: entry.date,
    description: entry.description,
    amountCents: entry.amount_cents,
    currency: account.currency,
  }));

/** The articles with what is learnt from them, as a process has them that runs for a moment. */
export async function demoRetriever(): Promise<Retriever> {
  const articles = demoArticles();
  const retriever = new Retriever();
  retriever.replace(articles, 1);
  retriever.adopt(await TopicModel.learn(articles, otherMatters(articles)), 1);
  return retriever;
}
