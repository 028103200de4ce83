export const RETENTION_PATH = '/panel/retention';

/** Where a conversation is put on hold. */
export const holdPath = (conversationId: string): string =>
  `${RETENTION_PATH}?conversation=${encodeURIComponent(conversationId)}#hold-form`;
