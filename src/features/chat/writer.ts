import { Batcher } from '../../db/batcher.ts';
import { isDatabaseAway, type Sql } from '../../db/client.ts';
import { type CommittedExchange, type Exchanged, storeExchanges } from './exchange-queries.ts';
import {
  type Committed,
  commitReplies,
  type IncomingMessage,
  insertConversations,
  type NewConversation,
  type Reply,
  type Started,
  type StoredMessage,
  storeMessages,
} from './queries.ts';

/** While one statement waits for the disk, the next is on its way. */
const LANES = 2;

const byConversation = ({ conversationId }: { conversationId: string }) => conversationId;

/** The writes that every chat makes, batched with those of this process's other customers. */
export class ChatWriter {
  readonly #starting: Batcher<NewConversation, Started>;
  readonly #storing: Batcher<IncomingMessage, StoredMessage | null>;
  readonly #committing: Batcher<Reply, Committed | null>;
  readonly #exchanging: Batcher<Exchanged, CommittedExchange | null>;

  constructor(sql: Sql) {
    this.#starting = new Batcher({ run: (batch) => insertConversations(sql, batch), isCommon: isDatabaseAway });
    this.#storing = new Batcher<IncomingMessage, StoredMessage | null>({
      run: (batch) => storeMessages(sql, batch),
      keyOf: byConversation,
      isCommon: isDatabaseAway,
      lanes: LANES,
    });
    this.#committing = new Batcher<Reply, Committed | null>({
      run: (batch) => commitReplies(sql, batch),
      keyOf: byConversation,
      isCommon: isDatabaseAway,
      lanes: LANES,
    });
    this.#exchanging = new Batcher<Exchanged, CommittedExchange | null>({
      run: (batch) => storeExchanges(sql, batch),
      keyOf: byConversation,
      isCommon: isDatabaseAway,
      lanes: LANES,
    });
  }

  /** Opens a conversation with its first message. */
  start(conversation: NewConversation): Promise<Started> {
    return this.#starting.add(conversation);
  }

  /** Stores a customer's message. Null and errors: as `storeMessages`. */
  store(message: IncomingMessage): Promise<StoredMessage | null> {
    return this.#storing.add(message);
  }

  /** Commits a reply. Null: it is to be dropped. */
  commit(reply: Reply): Promise<Committed | null> {
    return this.#committing.add(reply);
  }

  /** Stores a message with its reply. Null and errors: as `storeExchanges`. */
  exchange(exchange: Exchanged): Promise<CommittedExchange | null> {
    return this.#exchanging.add(exchange);
  }
}
