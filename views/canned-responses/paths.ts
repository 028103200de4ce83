export const CANNED_PATH = '/panel/canned-responses';
export const cannedItemPath = (id: number): string => `${CANNED_PATH}/${id}`;
export const cannedDeletePath = (id: number): string => `${CANNED_PATH}/${id}/delete`;
