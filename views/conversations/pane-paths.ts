/** What is asked for in the open conversation. */
const at = (id: string, what: string): string => `/panel/conversations/${id}/${what}`;

export const takeoverPath = (id: string): string => at(id, 'takeover');
export const releasePath = (id: string): string => at(id, 'release');
export const transferPath = (id: string): string => at(id, 'transfer');
export const endPath = (id: string): string => at(id, 'end');
export const messagesPath = (id: string): string => at(id, 'messages');
export const filesPath = (id: string): string => at(id, 'files');
export const notesPath = (id: string): string => at(id, 'notes');
export const suggestionPath = (id: string): string => at(id, 'suggestion');
export const reportsPath = (id: string): string => at(id, 'reports');
export const reportPath = (id: string, seq: number): string => `${at(id, 'report')}?seq=${seq}`;
export const cannedPath = (id: string): string => at(id, 'canned');
export const colleaguesPath = (id: string): string => at(id, 'colleagues');
export const transcriptPath = (id: string, format: string): string => `${at(id, 'transcript')}?format=${format}`;
export const filePath = (id: string, attachmentId: string): string =>
  at(id, `attachments/${encodeURIComponent(attachmentId)}`);
