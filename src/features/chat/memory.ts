import type { Exchange } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import type { Message } from '../conversations/model.ts';
import { HISTORY_MESSAGES } from './queries.ts';
import type { UnstoredTurn } from './turn.ts';

const MAX_CONVERSATIONS = 2_000;
/** A conversation of long messages is read from the database instead. */
const MAX_CHARS = 8_000;

/** A conversation as it was after its last reply, with a customer who has proven nothing. */
export interface Remembered {
  lastSeq: number;
  language: Language;
  /** Oldest first. */
  history: Exchange[];
}

/**
 * The conversations that this process answered last. Most customers come back to the process that they are connected
 * to, so it need not read again what it wrote itself.
 *
 * What stands here may be out of date; whoever relies on it writes only where `last_seq` is still the one remembered.
 */
export class ConversationMemory {
  readonly #known = new Map<string, Remembered>();

  /** Removes it: who answers the conversation puts it back as it is then. */
  take(conversationId: string): Remembered | null {
    const known = this.#known.get(conversationId);
    if (!known) return null;
    this.#known.delete(conversationId);
    return known;
  }

  /** What was said in it is erased. */
  forget(conversationId: string): void {
    this.#known.delete(conversationId);
  }

  remember(conversationId: string, { lastSeq, language, history }: Remembered): void {
    this.#known.delete(conversationId);
    const recent = history.slice(-HISTORY_MESSAGES);
    if (recent.reduce((sum, { content }) => sum + content.length, 0) > MAX_CHARS) return;
    if (this.#known.size >= MAX_CONVERSATIONS) this.#known.delete(this.#known.keys().next().value as string);
    this.#known.set(conversationId, { lastSeq, language, history: recent });
  }
}

/** How the conversation stands after this reply; of customers who have proven who they are nothing is kept. */
export function rememberReply(memory: ConversationMemory, turn: UnstoredTurn, { seq, content }: Message): void {
  if (turn.level > 0) return;
  const asked = { role: 'customer', content: turn.question } as const;
  const history: Exchange[] = [...turn.history, asked, { role: 'assistant', content }];
  memory.remember(turn.conversationId, { lastSeq: seq, language: turn.usualLanguage, history });
}
