import { ChargePiece, DeliveryPiece, TimelinePiece } from '../../../views/conversations/pane-pieces.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import type { Caller } from '../auth/queries.ts';
import type { InboxRow } from './model.ts';
import { type Marks, readDelivery, readNews } from './pane.ts';
import { followConversation } from './service.ts';

/** The conversation that a page has open: what it has of it, so that only news are sent. */
export class OpenPane {
  readonly id: string;
  readonly #ctx: Context;
  #marks: Marks;
  /** What the page was last told of who is in charge, and of the last message's way. */
  #charge = '';
  #delivery = '';

  constructor(ctx: Context, id: string, marks: Marks) {
    this.#ctx = ctx;
    this.id = id;
    this.#marks = marks;
  }

  /** The last message that the page has. */
  get sentSeq(): number {
    return this.#marks.afterSeq;
  }

  /** What the page lacks; `row` was just read, as the person may see it. */
  async pieces(row: InboxRow, caller: Caller, view: View): Promise<JSX.Element[]> {
    await followConversation(this.#ctx, caller, row.id);
    const [news, delivery] = await Promise.all([
      readNews(this.#ctx, row.id, this.#marks),
      row.lastRole === 'agent' ? readDelivery(this.#ctx, row, null) : null,
    ]);
    this.#marks = news.marks;
    const { entries, previous } = news;
    const conversationId = row.id;
    return [
      ...(entries.length > 0 ? [TimelinePiece({ conversationId, entries, previous, view })] : []),
      ...(this.#isNews('charge', chargeOf(row)) ? [ChargePiece({ row, onlooker: caller, view })] : []),
      ...(this.#isNews('delivery', delivery) ? [DeliveryPiece({ conversationId, delivery, view })] : []),
    ];
  }

  #isNews(what: 'charge' | 'delivery', state: unknown): boolean {
    const text = JSON.stringify(state);
    const isSame = (what === 'charge' ? this.#charge : this.#delivery) === text;
    if (what === 'charge') this.#charge = text;
    else this.#delivery = text;
    return !isSame;
  }
}

/** Everything that the heading, the actions and the notice of who is in charge show. */
const chargeOf = (row: InboxRow): unknown[] => [
  row.status,
  row.assigneeId,
  row.assigneeName,
  row.customerName,
  row.visitorName,
  row.identityLevel,
  row.handoffReason,
  row.urgency,
  row.priority,
  row.waitingSince,
];
