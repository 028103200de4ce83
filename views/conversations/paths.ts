import type { InboxFilter, InboxRow } from '../../src/features/conversations/model.ts';

const BASE = '/panel/conversations';

/** The first list is what the bare address shows. */
const query = (filter: InboxFilter): string => (filter === 'open' ? '' : `?status=${filter}`);

export const listPath = (filter: InboxFilter): string => `${BASE}${query(filter)}`;
export const conversationPath = (id: string, filter: InboxFilter): string => `${BASE}/${id}${query(filter)}`;
export const morePath = (filter: InboxFilter, last: Pick<InboxRow, 'id' | 'position'>): string =>
  `${BASE}/more?status=${filter}&position=${last.position}&id=${last.id}`;
export const olderPath = (id: string, beforeSeq: number): string => `${BASE}/${id}/older?before=${beforeSeq}`;
export const whyPath = (id: string, seq: number): string => `${BASE}/${id}/why?seq=${seq}`;
