import type { Exchange, Handoff } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import type { DemoAssistant } from './assistant.ts';
import type { DemoConversation, DemoCustomer, DemoMessage } from './model.ts';
import type { Random } from './random.ts';
import { minutesAfter } from './rhythm.ts';
import type { Actor } from './ticket-story.ts';

const DEMO_TAG = 'demo';

interface Beginning {
  at: Date;
  language: Language;
  customer: DemoCustomer | null;
  visitorName: string | null;
  welcome: string;
}

/**
 * A conversation while it is told. Each deed moves the clock on and changes the conversation as the desk's own verbs do;
 * what would happen after the end of the history does not happen, and answers false: that is how some are open now.
 */
export class ConversationStory {
  readonly conversation: DemoConversation;
  readonly #until: Date;
  readonly #random: Random;
  #at: Date;

  constructor({ at, language, customer, visitorName, welcome }: Beginning, random: Random, until: Date) {
    this.#random = random;
    this.#until = until;
    this.#at = at;
    this.conversation = {
      id: random.uuid(),
      language,
      status: 'bot',
      customer,
      visitorName,
      messages: [],
      changes: [],
      notes: [],
      tags: [DEMO_TAG],
      priority: 'MEDIUM',
      assigneeId: null,
      handoff: null,
      waitingSince: null,
      assignedAt: null,
      firstResponseAt: null,
      readSeq: 1,
      satisfaction: null,
      report: null,
      endedBy: null,
      createdAt: at,
      endedAt: null,
    };
    this.#add('assistant', welcome);
  }

  get at(): Date {
    return this.#at;
  }

  get language(): Language {
    return this.conversation.language;
  }

  /** Whether so many minutes later is still before the end; the clock stands there then. */
  pass(minutes: number): boolean {
    return this.passTo(minutesAfter(this.#at, minutes));
  }

  passTo(at: Date): boolean {
    if (at >= this.#until) return false;
    this.#at = at;
    return true;
  }

  customerSays(text: string, afterMinutes: number): boolean {
    if (!this.pass(afterMinutes)) return false;
    this.#add('customer', text);
    return true;
  }

  /** The question and the assistant's answer to it. Null: it is not said any more. */
  async ask(
    assistant: DemoAssistant,
    text: string,
    reference: string,
    afterMinutes: number,
  ): Promise<{ handoff: Handoff | null; outcome: string } | null> {
    const { conversation } = this;
    const history = conversation.messages.slice(1).flatMap(asExchange);
    if (!this.customerSays(text, afterMinutes)) return null;
    const fromSeq = conversation.messages.length;
    const externalId = conversation.customer?.externalId ?? null;
    const asked = { text, language: this.language, history, externalId, at: this.#at, reference };
    const { content, handoff, metadata, ...turn } = await assistant.answer(asked);
    const openedAt = this.#at;
    this.#at = new Date(this.#at.getTime() + turn.latencyMs);
    this.#add('assistant', content, { metadata, turn: { ...turn, fromSeq, openedAt } });
    if (handoff) this.#wait(handoff);
    return { handoff, outcome: turn.outcome };
  }

  takeOver(agent: Actor, afterMinutes: number): boolean {
    const { conversation } = this;
    if (!this.pass(afterMinutes)) return false;
    this.#change('status', conversation.status, 'human', agent);
    this.#change('assignee', null, String(agent.id), agent);
    Object.assign(conversation, { status: 'human', assigneeId: agent.id, waitingSince: null, assignedAt: this.#at });
    return true;
  }

  agentSays(agent: Actor, text: string, afterMinutes: number): boolean {
    if (!this.pass(afterMinutes)) return false;
    this.#add('agent', text, { authorId: agent.id, metadata: { agent_name: agent.fullName } });
    this.conversation.firstResponseAt ??= this.#at;
    this.conversation.readSeq = this.conversation.messages.length;
    return true;
  }

  transfer(from: Actor, to: Actor, reason: string): boolean {
    if (!this.pass(this.#random.between(0.5, 2))) return false;
    this.#change('assignee', String(from.id), String(to.id), from, reason);
    Object.assign(this.conversation, { assigneeId: to.id, assignedAt: this.#at });
    return true;
  }

  note(author: Actor, content: string, mentions: number[]): boolean {
    if (!this.pass(this.#random.between(0.2, 1.5))) return false;
    this.conversation.notes.push({ authorId: author.id, content, mentions, at: this.#at });
    return true;
  }

  tag(name: string, by: Actor): void {
    const { conversation } = this;
    const before = conversation.tags;
    conversation.tags = [...new Set([...before, name])].sort();
    this.#change('tags', before.join(', '), conversation.tags.join(', '), by);
  }

  end(by: 'customer' | 'agent' | 'system', actor: Actor | null, afterMinutes: number): boolean {
    const { conversation } = this;
    if (!this.pass(afterMinutes)) return false;
    const name = by === 'customer' ? 'customer' : 'desk';
    this.#change('status', conversation.status, 'ended', actor, undefined, name);
    Object.assign(conversation, { status: 'ended', endedBy: by, endedAt: this.#at, waitingSince: null });
    return true;
  }

  rate(rating: number, comment: string | null): void {
    if (!this.pass(this.#random.between(0.2, 3))) return;
    this.conversation.satisfaction = { rating, comment, agentId: this.conversation.assigneeId, at: this.#at };
  }

  /** A member of staff finds the newest answer of the assistant wrong. */
  report(reporter: Actor, comment: string): void {
    const answer = this.conversation.messages.findLast(({ turn }) => turn !== null);
    if (!answer || !this.pass(this.#random.between(1, 4))) return;
    this.conversation.report = { seq: answer.seq, reporterId: reporter.id, comment, at: this.#at };
  }

  #wait({ reason, priority }: Handoff): void {
    const { conversation } = this;
    this.#change('status', 'bot', 'waiting', null, reason);
    const waiting = { status: 'waiting', priority, handoff: { at: this.#at, reason }, waitingSince: this.#at };
    Object.assign(conversation, waiting);
  }

  #add(role: DemoMessage['role'], content: string, more: Partial<DemoMessage> = {}): void {
    const { messages } = this.conversation;
    const nothing = { authorId: null, metadata: null, turn: null };
    messages.push({ ...nothing, ...more, seq: messages.length + 1, role, content, at: this.#at });
  }

  #change(
    field: string,
    from: string | null,
    to: string | null,
    actor: Actor | null,
    reason?: string,
    otherwise = 'assistant',
  ): void {
    const who = { actorId: actor?.id ?? null, actorName: actor?.fullName ?? otherwise };
    this.conversation.changes.push({ ...who, field, from, to, at: this.#at, ...(reason && { reason }) });
  }
}

const asExchange = ({ role, content }: DemoMessage): Exchange[] => (role === 'system' ? [] : [{ role, content }]);
