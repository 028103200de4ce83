import type { Clock } from '../lib/clock.ts';
import type { Sql } from './client.ts';
import type { SettingsStore } from './settings.ts';

/** Units: milliseconds. So long a worker may not know what the others spend. */
const DAY_IS_KNOWN_FOR_MS = 3_000;
const MICROS = 1_000_000;

/** What the assistant has spent on vendors, against the budgets of the settings. Days are those of UTC. */
export class Spending {
  readonly #sql: Sql;
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  #today: { micros: Promise<number>; readAt: number } | null = null;

  constructor(sql: Sql, settings: SettingsStore, clock: Clock) {
    this.#sql = sql;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Whether the conversation's budget or the day's is used up. Without budgets no query is made. */
  async isOver({ conversationId }: { conversationId?: string }): Promise<boolean> {
    const ofDay = budgetIn(this.#settings.get('ai.budget_per_day_usd'));
    if (ofDay > 0 && (await this.#spentToday()) >= ofDay) return true;
    const ofConversation = budgetIn(this.#settings.get('ai.budget_per_conversation_usd'));
    if (ofConversation === 0 || conversationId === undefined) return false;
    return (await spentIn(this.#sql, conversationId)) >= ofConversation;
  }

  /** One query serves all who ask meanwhile. */
  #spentToday(): Promise<number> {
    const now = this.#clock.monotonic();
    if (this.#today && now - this.#today.readAt < DAY_IS_KNOWN_FOR_MS) return this.#today.micros;
    const micros = spentSinceMidnight(this.#sql);
    const today = { micros, readAt: now };
    this.#today = today;
    micros.catch(() => {
      if (this.#today === today) this.#today = null;
    });
    return micros;
  }
}

/** Units: dollars in, millionths out. What is no number is no budget. */
const budgetIn = (usd: number): number => (Number.isFinite(usd) && usd > 0 ? usd * MICROS : 0);

/** Reads the partial index `turns_cost` alone: its entries are the turns that cost something. */
async function spentSinceMidnight(sql: Sql): Promise<number> {
  const [row] = await sql<{ micros: number }[]>`
    SELECT coalesce(sum(cost_micros), 0)::float8 AS micros FROM turns
    WHERE cost_micros IS NOT NULL AND opened_at >= date_trunc('day', now(), 'UTC')`;
  return row?.micros ?? 0;
}

/** By way of its messages, which have the index that turns do without. */
async function spentIn(sql: Sql, conversationId: string): Promise<number> {
  const [row] = await sql<{ micros: number }[]>`
    SELECT coalesce(sum(cost_micros), 0)::float8 AS micros FROM turns WHERE id IN (
      SELECT turn_id FROM messages WHERE conversation_id = ${conversationId} AND turn_id IS NOT NULL)`;
  return row?.micros ?? 0;
}
