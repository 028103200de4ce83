import type { Clock } from '../lib/clock.ts';
import type { Sql } from './client.ts';
import type { SettingsStore } from './settings.ts';

/** Units: milliseconds. So long a worker may not know what the others spend. */
const DAY_IS_KNOWN_FOR_MS = 3_000;
const MICROS = 1_000_000;

/** What turns used up at vendors. A model without a price has tokens all the same. */
export interface Spent {
  /** Millionths of a US dollar. */
  micros: number;
  /** Read and written together. */
  tokens: number;
}

/** What the assistant has spent on vendors, against the budgets of the settings. Days are those of UTC. */
export class Spending {
  readonly #sql: Sql;
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  #today: { spent: Promise<Spent>; readAt: number } | null = null;

  constructor(sql: Sql, settings: SettingsStore, clock: Clock) {
    this.#sql = sql;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Whether the conversation's budget or the day's is used up. Without budgets no query is made. */
  async isOver({ conversationId }: { conversationId?: string }): Promise<boolean> {
    const ofDay = this.#budget('ai.budget_per_day_usd', 'ai.budget_per_day_tokens');
    if (ofDay && isUsedUp(ofDay, await this.#spentToday())) return true;
    const ofConversation = this.#budget('ai.budget_per_conversation_usd', 'ai.budget_per_conversation_tokens');
    if (!ofConversation || conversationId === undefined) return false;
    return isUsedUp(ofConversation, await spentIn(this.#sql, conversationId));
  }

  /** By all workers since midnight, as it was known some seconds ago at the latest. */
  today(): Promise<Spent> {
    return this.#spentToday();
  }

  /** Null: without end. */
  #budget(
    usd: 'ai.budget_per_day_usd' | 'ai.budget_per_conversation_usd',
    tokens: 'ai.budget_per_day_tokens' | 'ai.budget_per_conversation_tokens',
  ): Spent | null {
    const budget = { micros: this.#settings.get(usd) * MICROS, tokens: this.#settings.get(tokens) };
    return budget.micros > 0 || budget.tokens > 0 ? budget : null;
  }

  /** One query serves all who ask meanwhile. */
  #spentToday(): Promise<Spent> {
    const now = this.#clock.monotonic();
    if (this.#today && now - this.#today.readAt < DAY_IS_KNOWN_FOR_MS) return this.#today.spent;
    const spent = spentSinceMidnight(this.#sql);
    const today = { spent, readAt: now };
    this.#today = today;
    spent.catch(() => {
      if (this.#today === today) this.#today = null;
    });
    return spent;
  }
}

const isUsedUp = (budget: Spent, spent: Spent): boolean =>
  (budget.micros > 0 && spent.micros >= budget.micros) || (budget.tokens > 0 && spent.tokens >= budget.tokens);

/** Finds its rows by the partial index `turns_cost`: its entries are the turns for which a vendor was asked. */
async function spentSinceMidnight(sql: Sql): Promise<Spent> {
  const [row] = await sql<Spent[]>`
    SELECT ${sums(sql)} FROM turns
    WHERE cost_micros IS NOT NULL AND opened_at >= date_trunc('day', now(), 'UTC')`;
  return row ?? NOTHING;
}

/** By way of its messages, and of the traces of what was suggested to staff: they have the index that turns do without. */
async function spentIn(sql: Sql, conversationId: string): Promise<Spent> {
  const [row] = await sql<Spent[]>`
    SELECT ${sums(sql)} FROM turns WHERE id IN (
      SELECT turn_id FROM messages WHERE conversation_id = ${conversationId} AND turn_id IS NOT NULL
        AND month = (SELECT month FROM conversations WHERE id = ${conversationId})
      UNION ALL
      SELECT (details::jsonb->>'turn')::bigint FROM audit_log
      WHERE resource_type = 'conversation' AND resource_id = ${conversationId} AND action = 'conversation.suggest')`;
  return row ?? NOTHING;
}

const NOTHING: Spent = { micros: 0, tokens: 0 };

const sums = (sql: Sql) => sql`coalesce(sum(cost_micros), 0)::float8 AS micros,
  coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0)::float8 AS tokens`;
