/** What the assistant can do for a verified customer. Nothing here moves money. */
export const TOOL_NAMES = ['get_balance', 'list_transactions', 'list_cards', 'freeze_card', 'ticket_status'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** The identity level that each tool needs (docs/architecture.md, "Identity levels"). */
export const TOOL_LEVEL: Record<ToolName, number> = {
  get_balance: 1,
  list_transactions: 1,
  list_cards: 1,
  freeze_card: 1,
  ticket_status: 1,
};

export interface Account {
  type: 'CHECKING' | 'SAVINGS' | 'CREDIT';
  /** The last four digits of the account number: the whole number never leaves the bank's connector. */
  last4: string;
  currency: string;
  /** Minor units; negative on a CREDIT account means that the customer owes. */
  balanceCents: number;
}

export interface Transaction {
  accountType: Account['type'];
  accountLast4: string;
  /** ISO date, `2026-10-31`. */
  date: string;
  description: string;
  /** Minor units; money out is negative. */
  amountCents: number;
  currency: string;
}

export interface Card {
  brand: string;
  product: string;
  kind: 'DEBIT' | 'CREDIT';
  last4: string;
  status: 'ACTIVE' | 'FROZEN' | 'BLOCKED' | 'PENDING_ACTIVATION';
}

export interface TicketSummary {
  reference: string;
  subject: string;
  status: string;
  updatedAt: Date;
}

export interface TransactionFilter {
  /** ISO dates, both inclusive. */
  from?: string;
  to?: string;
  accountType?: Account['type'];
  /** At most 200; newest first. */
  limit?: number;
}

export type ToolFailure = 'identity_required' | 'not_found' | 'unavailable';
export type ToolResult<T> = { ok: true; data: T } | { ok: false; reason: ToolFailure };

/**
 * The tools bound to one conversation's proven identity. The customer's id comes from the session alone, so no argument
 * names a customer. Below the tool's level every call answers `identity_required`.
 */
export interface ToolBox {
  getBalance(): Promise<ToolResult<Account[]>>;
  listTransactions(filter: TransactionFilter): Promise<ToolResult<Transaction[]>>;
  listCards(): Promise<ToolResult<Card[]>>;
  /** Freezes one card of the customer, named by its last four digits. Freezing a frozen card is a success. */
  freezeCard(last4: string): Promise<ToolResult<Card>>;
  ticketStatus(): Promise<ToolResult<TicketSummary[]>>;
}
