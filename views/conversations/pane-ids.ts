/** The ids of the open conversation's own elements: the page makes them, answers and the live push aim at them. */
export const noteId = (id: number): string => `note-${id}`;
export const changeId = (id: number): string => `change-${id}`;
export const dayId = (conversationId: string, day: string): string => `day-${conversationId}-${day}`;
export const newId = (conversationId: string): string => `new-${conversationId}`;
export const actionsId = (conversationId: string): string => `actions-${conversationId}`;
export const chargeId = (conversationId: string): string => `charge-${conversationId}`;
export const deliveryId = (conversationId: string): string => `delivery-${conversationId}`;
export const suggestionId = (conversationId: string): string => `suggestion-${conversationId}`;
export const reportId = (conversationId: string, seq: number): string => `report-${conversationId}-${seq}`;
/** The dialog in which transferring and ending are asked for, and what stands in it. */
export const DEED_ID = 'deed';
export const DEED_BODY_ID = 'deed-body';
export const DEED_TITLE_ID = 'deed-title';
export const DEED_FORM_ID = 'deed-form';
