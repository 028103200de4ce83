/** The ids of a conversation's elements: the page makes them and the live push aims at them. */
export const rowId = (conversationId: string): string => `row-${conversationId}`;
export const messagesId = (conversationId: string): string => `messages-${conversationId}`;
export const messageId = (conversationId: string, seq: number): string => `message-${conversationId}-${seq}`;
export const whyId = (conversationId: string, seq: number): string => `why-${conversationId}-${seq}`;
export const headingId = (conversationId: string): string => `heading-${conversationId}`;
export const olderId = (conversationId: string): string => `older-${conversationId}`;

/** The place of the open conversation. */
export const PANE_ID = 'conversation';
export const LIST_ID = 'conversation-list';
export const MORE_ID = 'conversation-more';
/** All of the list that an answer replaces when the filters change. */
export const INBOX_ID = 'inbox';
export const TABS_ID = 'inbox-tabs';
export const AVAILABILITY_FACE_ID = 'availability-face';
export const AVAILABILITY_ID = 'inbox-availability';
export const TAKE_NEXT_ID = 'take-next';
export const countId = (tab: string): string => `count-${tab}`;
export const VIEWS_ID = 'inbox-views';
/** The customer of the open conversation. */
export const SIDE_ID = 'customer-side';
