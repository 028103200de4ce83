import { ConversationRow } from '../../../views/conversations/conversation-row.tsx';
import { DeskPieces, RowsPiece } from '../../../views/conversations/inbox-live.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import type { Caller } from '../auth/queries.ts';
import type { InboxNews } from './feed.ts';
import {
  type DeskTally,
  fieldsOf,
  filterOf,
  type InboxFilter,
  isListed,
  type ListRow,
  ownDesk,
  versionOf,
} from './model.ts';
import { findRows } from './queries.ts';
import { browseInbox } from './service.ts';

/** As many as the page keeps (public/panel/inbox.js). */
const MAX_KNOWN_ROWS = 500;

/** What a page is sent of its list. */
export interface ListPieces {
  content: string;
  /** These leave the list. */
  gone: string[];
}

/** The list of one page: what it shows, and what it has been told of it. */
export class InboxList {
  #caller: Caller;
  #filter: InboxFilter = filterOf({});
  /** What the rows on the page said when they were sent, by conversation. */
  #told = new Map<string, string>();
  #desk = '';

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  get filter(): InboxFilter {
    return this.#filter;
  }

  /** Answers whether the page shows another list than before. */
  show(filter: InboxFilter): boolean {
    if (JSON.stringify(filter) === JSON.stringify(this.#filter)) return false;
    this.#filter = filter;
    this.#told.clear();
    return true;
  }

  /** The page has these rows: those that it was not told of are brought up to date, or leave it. */
  async take(ctx: Context, ids: string[], view: View): Promise<ListPieces> {
    const untold = ids.filter((id) => !this.#told.has(id));
    if (untold.length === 0) return { content: '', gone: [] };
    for (const id of untold) this.#told.set(id, '');
    return this.#piecesAnew(ctx, [], untold, view);
  }

  /** The person as they are now: their role may have changed. */
  belongTo(caller: Caller): void {
    this.#caller = caller;
  }

  piecesOf(news: InboxNews, view: View): ListPieces {
    const listed = news.rows.filter((row) => this.#isListed(row));
    const stay = new Set(listed.map(({ id }) => id));
    const gone = [...news.ids].filter((id) => !stay.has(id));
    const look = [view.language, view.timeZone, JSON.stringify(fieldsOf(this.#filter))].join('|');
    const content = this.#rowsPiece(listed, view, (row, make) => news.once(`${look}|${this.#share(row)}`, make));
    return { content, gone: this.#forget(gone) };
  }

  /** The first page of the list, as far as it is not there yet, and what has left it. */
  async lookAnew(ctx: Context, view: View): Promise<ListPieces> {
    const { rows } = await browseInbox(ctx, this.#caller, this.#filter);
    const seen = new Set(rows.map(({ id }) => id));
    const others = [...this.#told.keys()].filter((id) => !seen.has(id));
    return this.#piecesAnew(ctx, rows, others, view);
  }

  /** Of rows that were just read, and of others that the page has. */
  async #piecesAnew(ctx: Context, rows: ListRow[], others: string[], view: View): Promise<ListPieces> {
    const read = others.length > 0 ? await findRows(ctx.db.sql, others) : [];
    const stay = read.filter((row) => this.#isListed(row));
    const staying = new Set(stay.map(({ id }) => id));
    const gone = this.#forget(others.filter((id) => !staying.has(id)));
    return { content: this.#rowsPiece([...rows, ...stay], view, (_, make) => make()), gone };
  }

  /** The counts of the tabs and the person's own state, where they are not as they were told. */
  deskPieces(tally: DeskTally, view: View): string {
    const desk = ownDesk(tally, this.#caller);
    const told = JSON.stringify(desk);
    if (told === this.#desk) return '';
    this.#desk = told;
    return textOf(DeskPieces({ desk, view }));
  }

  /** The rows that do not stand on the page as they are. */
  #rowsPiece(rows: ListRow[], view: View, once: (row: ListRow, make: () => string) => string): string {
    const news = rows.filter((row) => this.#told.get(row.id) !== versionOf(row, this.#caller.id));
    if (news.length === 0) return '';
    this.#remember(news);
    const props = { filter: this.#filter, personId: this.#caller.id, view };
    const content = news.map((row) => once(row, () => textOf(ConversationRow({ ...props, row }))));
    return textOf(RowsPiece({ content: content.join('') }));
  }

  /** To whom else a row looks the same: to everybody who neither has it nor looks at it. */
  #share({ id, assigneeId, viewers }: ListRow): string {
    const { id: own } = this.#caller;
    const isOwn = assigneeId === own || viewers.some((viewer) => viewer.id === own);
    return isOwn ? `${id}|${own}` : id;
  }

  #remember(news: ListRow[]): void {
    for (const row of news) {
      this.#told.delete(row.id);
      this.#told.set(row.id, versionOf(row, this.#caller.id));
    }
    for (const id of [...this.#told.keys()].slice(0, Math.max(0, this.#told.size - MAX_KNOWN_ROWS)))
      this.#told.delete(id);
  }

  /** Answers those of them that the page had. */
  #forget(ids: string[]): string[] {
    return ids.filter((id) => this.#told.delete(id));
  }

  /** Words are looked for by the list's own query alone: what it has found stays, and nothing is added. */
  #isListed(row: ListRow): boolean {
    if (this.#filter.text !== null && !this.#told.has(row.id)) return false;
    return isListed(row, this.#filter, this.#caller);
  }
}
