/** The lists that have saved views. */
export const VIEW_LISTS = ['conversations', 'tickets'] as const;
export type ViewList = (typeof VIEW_LISTS)[number];

/** Filters of a list under a name. */
export interface SavedView {
  id: number;
  ownerId: number;
  ownerName: string;
  list: ViewList;
  name: string;
  /** The fields of the list's address. */
  filters: Record<string, string>;
  /** Everybody sees it; its owner alone changes it. */
  isShared: boolean;
}
