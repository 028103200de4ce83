/**
 * What happened, for every process that has a reader. Events are hints: they carry ids, never texts, and a reader that
 * needs more reads the database. A lost event costs a moment, never a message.
 */
export type Event =
  /** Messages up to `seq` are committed. */
  | { type: 'message'; conversation: string; seq: number }
  /** The conversation's state, assignee, language or identity changed. */
  | { type: 'conversation'; conversation: string }
  /** What was said in it is erased: what processes remember of it goes too. */
  | { type: 'erased'; conversation: string }
  /** Staff have seen the messages up to `seq`. */
  | { type: 'read'; conversation: string; seq: number }
  /** Somebody types in the conversation. */
  | { type: 'typing'; conversation: string; from: 'customer' | 'assistant' | 'agent'; user?: number }
  /** Who looks at the conversation changed. */
  | { type: 'presence'; conversation: string }
  /** Somebody joined or left the queue, or who may serve it changed. */
  | { type: 'queue' }
  /** Something for a member of staff's bell. */
  | { type: 'notification'; user: number; notification: number }
  | { type: 'ticket'; ticket: string; conversation: string | null }
  /** Mail is due. */
  | { type: 'outbox' }
  /** A webhook, or its log, changed; something may be due for it. */
  | { type: 'webhook'; webhook: number }
  /** Some API key, or some canned response, changed. */
  | { type: 'api_key' }
  | { type: 'canned' }
  | { type: 'knowledge' }
  | { type: 'settings' }
  /** A staff session ended: its sockets close, its pages log out. */
  | { type: 'session'; session: string };
