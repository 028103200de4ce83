import {
  type Account,
  type Card,
  type TicketSummary,
  TOOL_LEVEL,
  type ToolBox,
  type ToolName,
  type ToolResult,
  type Transaction,
  type TransactionFilter,
} from '../../ai/tools.ts';
import { BankUnavailable } from '../../bank/connector.ts';
import type { Context } from '../../context.ts';
import { writeAudit } from '../audit/queries.ts';
import { listTicketsOfCustomer } from '../tickets/queries.ts';

const TICKETS_SHOWN = 5;

/** The identity that the conversation itself has proven. */
export interface ProvenIdentity {
  conversationId: string;
  level: number;
  customerId: number | null;
  externalId: string | null;
}

/**
 * The tools of one conversation. Whose data they touch is settled here, from the session; every use below the tool's
 * level is refused and every other one leaves a trace.
 */
export class ConversationTools implements ToolBox {
  readonly #ctx: Context;
  readonly #identity: ProvenIdentity;

  constructor(ctx: Context, identity: ProvenIdentity) {
    this.#ctx = ctx;
    this.#identity = identity;
  }

  getBalance(): Promise<ToolResult<Account[]>> {
    return this.#use('get_balance', (externalId) => this.#ctx.bank.accounts(externalId));
  }

  listTransactions(filter: TransactionFilter): Promise<ToolResult<Transaction[]>> {
    return this.#use('list_transactions', (externalId) => this.#ctx.bank.transactions(externalId, filter));
  }

  listCards(): Promise<ToolResult<Card[]>> {
    return this.#use('list_cards', (externalId) => this.#ctx.bank.cards(externalId));
  }

  freezeCard(last4: string): Promise<ToolResult<Card>> {
    return this.#use('freeze_card', (externalId) => this.#ctx.bank.freezeCard(externalId, last4));
  }

  ticketStatus(): Promise<ToolResult<TicketSummary[]>> {
    return this.#use('ticket_status', async (_, customerId) => {
      const tickets = await listTicketsOfCustomer(this.#ctx.db.sql, customerId, TICKETS_SHOWN);
      return tickets.map(({ reference, subject, status, updatedAt }) => ({ reference, subject, status, updatedAt }));
    });
  }

  async #use<Data>(
    tool: ToolName,
    call: (externalId: string, customerId: number) => Promise<Data | null>,
  ): Promise<ToolResult<Data>> {
    const { level, customerId, externalId, conversationId } = this.#identity;
    if (level < TOOL_LEVEL[tool] || customerId === null || externalId === null) {
      return { ok: false, reason: 'identity_required' };
    }
    try {
      const data = await call(externalId, customerId);
      await writeAudit(this.#ctx.db.sql, {
        actorId: null,
        actorName: 'assistant',
        action: `tool.${tool}`,
        resourceType: 'customer',
        resourceId: customerId,
        details: { conversation: conversationId },
      });
      return data === null ? { ok: false, reason: 'not_found' } : { ok: true, data };
    } catch (err) {
      if (!(err instanceof BankUnavailable)) throw err;
      this.#ctx.log.warn({ err, tool }, 'the bank did not answer');
      return { ok: false, reason: 'unavailable' };
    }
  }
}
