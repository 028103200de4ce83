export const RATINGS = [5, 4, 3, 2, 1] as const;

/** What a customer said of a conversation once it was over. */
export interface Rating {
  conversationId: string;
  /** 1 to 5. */
  rating: number;
  comment: string | null;
  /** Who was in charge at last; null for the assistant. */
  agentName: string | null;
  customerName: string | null;
  /** Of the newest answer: a customer may correct it. */
  at: Date;
}

export interface SatisfactionSummary {
  /** How often each rating was given, by the rating. */
  counts: Record<number, number>;
  /** Of the same time: conversations that are over. */
  ended: number;
}

/** Who served the customer: anybody, the assistant alone, or one person. */
export type ServedBy = 'anybody' | 'assistant' | number;

export interface SatisfactionFilter {
  /** The midnight that the period begins with. */
  since: Date;
  by: ServedBy;
}
