import type { Bus } from './bus.ts';
import type { Event } from './events.ts';

/** Of this process alone: it is never published. */
type Gap = { type: 'gap'; conversation: string };
export type ConversationEvent = Event | Gap;
type Listener = (event: Event) => void;
type ConversationListener = (event: ConversationEvent) => void;

/** This process's readers, by the conversation they look at; `listen` and `listenTo` hear of every conversation. */
export class Hub {
  readonly #byConversation = new Map<string, Set<ConversationListener>>();
  readonly #general = new Set<Listener>();
  readonly #byType = new Map<Event['type'], Set<Listener>>();

  constructor(bus: Bus) {
    bus.subscribe((event) => this.#dispatch(event));
    bus.onGap(() => this.#tellGap());
  }

  /** Hears of one conversation, and `gap` when something about it may have been missed. Answers what ends it. */
  watch(conversationId: string, listener: ConversationListener): () => void {
    const listeners = this.#byConversation.get(conversationId) ?? new Set();
    listeners.add(listener);
    this.#byConversation.set(conversationId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byConversation.get(conversationId) === listeners) {
        this.#byConversation.delete(conversationId);
      }
    };
  }

  /** Answers the function that ends it. */
  listen(listener: Listener): () => void {
    this.#general.add(listener);
    return () => this.#general.delete(listener);
  }

  /** Of these types alone: what every customer's connection listens to must not be asked about every message. */
  listenTo(types: readonly Event['type'][], listener: Listener): () => void {
    for (const type of types) this.#byType.set(type, (this.#byType.get(type) ?? new Set()).add(listener));
    return () => {
      for (const type of types) this.#byType.get(type)?.delete(listener);
    };
  }

  #tellGap(): void {
    for (const [conversation, listeners] of [...this.#byConversation]) {
      for (const listener of [...listeners]) listener({ type: 'gap', conversation });
    }
  }

  #dispatch(event: Event): void {
    if ('conversation' in event && event.conversation) {
      const listeners = this.#byConversation.get(event.conversation);
      if (listeners) for (const listener of [...listeners]) listener(event);
    }
    for (const listener of [...this.#general]) listener(event);
    const ofType = this.#byType.get(event.type);
    if (ofType) for (const listener of [...ofType]) listener(event);
  }
}
