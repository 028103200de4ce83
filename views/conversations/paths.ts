import { fieldsOf, type InboxFilter } from '../../src/features/inbox/model.ts';

const BASE = '/panel/conversations';

const query = (filter: InboxFilter): string => {
  const fields = new URLSearchParams(fieldsOf(filter)).toString();
  return fields === '' ? '' : `?${fields}`;
};

export const listPath = (filter: InboxFilter): string => `${BASE}${query(filter)}`;
export const conversationPath = (id: string, filter: InboxFilter): string => `${BASE}/${id}${query(filter)}`;
export const morePath = (filter: InboxFilter): string => `${BASE}/more${query(filter)}`;
export const olderPath = (id: string, beforeSeq: number): string => `${BASE}/${id}/older?before=${beforeSeq}`;
export const whyPath = (id: string, seq: number): string => `${BASE}/${id}/why?seq=${seq}`;
/** What is asked of, or done in, the side panel. */
export const sidePath = (id: string, part = 'side'): string => `${BASE}/${id}/${part}`;
export const nextPath = `${BASE}/next`;
export const availabilityPath = `${BASE}/availability`;
export const viewsPath = `${BASE}/views`;
export const viewPath = (id: number, deed?: 'delete'): string => `${viewsPath}/${id}${deed ? `/${deed}` : ''}`;
