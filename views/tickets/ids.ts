/** The ids of the elements of the tickets' pages: made by a page, aimed at by answers. */
export const RESULTS_ID = 'ticket-results';
export const BOARD_ID = 'ticket-board';
export const STRIP_ID = 'ticket-strip';
export const HEAD_ID = 'ticket-head';
export const TALK_ID = 'ticket-talk';
export const CHAT_ID = 'ticket-chat';
export const FACTS_ID = 'ticket-facts';
export const HISTORY_ID = 'ticket-history';
export const COMPOSE_ID = 'ticket-compose';
/** What asks for the pieces of a ticket's page. */
export const LIVE_ID = 'ticket-live';

/** The dialog of these pages, and what it holds, which is fetched. */
export const DIALOG_ID = 'ticket-dialog';
export const DIALOG_BODY_ID = 'ticket-dialog-body';

export const rowId = (reference: string): string => `ticket-${reference}`;
