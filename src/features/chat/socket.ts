import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import type { ConversationClaims } from '../../lib/tokens.ts';
import type { ConversationEvent } from '../../realtime/hub.ts';
import type { Present } from '../../realtime/presence.ts';
import { CLOSE, type RawSocket, type SocketHandler, sendFrame } from '../../realtime/socket.ts';
import { inSpan, startTrace } from '../../tracing/trace.ts';
import {
  type ConversationRow,
  type ConversationStatus,
  type Message,
  toCustomerView,
  toMessageView,
} from '../conversations/model.ts';
import { findConversation, listMessages, MAX_HISTORY } from '../conversations/queries.ts';
import { type BadFrame, type ClientFrame, parseFrame } from './frames.ts';
import { categoryOf } from './model.ts';
import type { QueueBoard } from './queue.ts';
import { endChat, escalate, rate } from './service.ts';
import { takeMessage } from './turn.ts';
import type { ReplyWatcher, TurnDesk } from './turn-desk.ts';

const MAX_FRAME_BYTES = 16 * 1024;
const MAX_INVALID_FRAMES = 10;
/** Frames that wait for the ones before them to be handled. */
const MAX_WAITING_FRAMES = 256;
/** The contract's words for the `status` frame. */
const STATUS_FRAME = { bot: 'active', waiting: 'waiting_for_agent', human: 'with_agent', ended: 'ended' } as const;

/** Who writes to the customer in each state: the others' typing is not for the customer. */
const WRITER = { bot: 'assistant', waiting: 'agent', human: 'agent', ended: null } as const;
/** Somebody who joins the queue for the first time does so with a ticket. */
const MOVES_QUEUE = ['queue', 'ticket'] as const;
/** What happens in the queue within this time is told together. */
const TELL_QUEUE_AFTER_MS = 300;
/** What could not be read for a client is looked for again after this. */
const CATCH_UP_AFTER_MS = 2_000;

/**
 * One customer's connection to one conversation.
 *
 * Frames are handled one after another, so an acknowledgement never overtakes the one before it. What was committed is
 * sent in the order of seq: the database is read whenever something is missing between the last seq that was sent and
 * the one that an event names.
 */
export class CustomerSocket implements SocketHandler, ReplyWatcher {
  readonly #ctx: Context;
  readonly #desk: TurnDesk;
  readonly #conversationId: string;
  readonly #expiresAt: Date;
  readonly #address: string;
  readonly #queue: QueueBoard;
  #present: Present | null = null;
  #status: ConversationStatus = 'bot';
  #isGreeted = false;
  /** Who answers, as the client was told. */
  #toldCharge: string = 'bot';
  #toldPosition = '';
  #queueTimer: Timer | null = null;
  #catchUpTimer: Timer | null = null;
  #expiry: Timer | null = null;
  /** The client lacks what could not be read. */
  #isBehind = false;
  #socket: RawSocket | null = null;
  #sentSeq = 0;
  #wantedSeq = 0;
  #isReading = false;
  /** Replies that came while the database was being read: they take their place in the order of seq after it. */
  #heldBack: [message: Message, replyId: string][] | null = null;
  #invalidFrames = 0;
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();
  #endings: (() => void)[] = [];

  constructor(ctx: Context, desk: TurnDesk, queue: QueueBoard, opened: ConversationClaims, address: string) {
    this.#ctx = ctx;
    this.#desk = desk;
    this.#queue = queue;
    this.#conversationId = opened.id;
    this.#expiresAt = opened.expiresAt;
    this.#address = address;
  }

  open(socket: RawSocket): void {
    this.#socket = socket;
    this.#endings = [
      this.#ctx.hub.watch(this.#conversationId, (event) => this.#heard(event)),
      this.#ctx.hub.listenTo(MOVES_QUEUE, () => this.#queueMoved()),
      this.#desk.watch(this.#conversationId, this),
    ];
    this.#present = this.#ctx.presence.enter({
      kind: 'customer',
      userId: null,
      conversationId: this.#conversationId,
    });
    const left = this.#expiresAt.getTime() - this.#ctx.clock.now().getTime();
    this.#expiry = setTimeout(() => socket.close(CLOSE.badToken, 'the token has expired'), Math.max(0, left));
    this.#follow(() => this.#catchUp());
  }

  message(_socket: RawSocket, data: string | Buffer): void {
    if (data.length > MAX_FRAME_BYTES) {
      this.#refuse({ type: 'bad', code: 'too_large', detail: 'A frame has at most 16 KiB' });
      return;
    }
    const frame = parseFrame(typeof data === 'string' ? data : data.toString('utf8'));
    if (frame.type === 'bad') this.#refuse(frame);
    else if (this.#waiting >= MAX_WAITING_FRAMES) this.#socket?.close(CLOSE.policy, 'too many frames at once');
    else this.#take(frame);
  }

  close(): void {
    for (const end of this.#endings) end();
    for (const timer of [this.#queueTimer, this.#catchUpTimer, this.#expiry]) if (timer) clearTimeout(timer);
    this.#present?.leave();
    this.#socket = null;
  }

  #take(frame: ClientFrame): void {
    this.#waiting += 1;
    this.#enqueue(() => {
      this.#waiting -= 1;
      return inSpan(startTrace(`websocket ${frame.type}`, null, {}), () => this.#handle(frame));
    });
  }

  onDelta(replyId: string, text: string): void {
    // A reply that a person took over will never be committed; before the greeting nobody knows whether one has.
    if (!this.#isGreeted || this.#status !== 'bot') return;
    this.#send({ type: 'delta', reply_id: replyId, text });
  }

  onReply(message: Message, replyId: string): void {
    if (this.#heldBack) {
      this.#heldBack.push([message, replyId]);
      return;
    }
    if (message.seq !== this.#sentSeq + 1) return;
    this.#sendMessage(message, replyId);
  }

  async #handle(frame: ClientFrame): Promise<void> {
    const id = this.#conversationId;
    switch (frame.type) {
      case 'ping':
        return this.#send({ type: 'pong' });
      case 'typing':
        return this.#ctx.bus.publish({ type: 'typing', conversation: id, from: 'customer' });
      case 'message':
        return this.#takeMessage(frame.clientId, frame.text);
      case 'resume':
        return this.#replay(frame.afterSeq);
      case 'feedback':
        return rate(this.#ctx, id, frame);
      case 'end':
        return endChat(this.#ctx, id, null);
      case 'escalate': {
        const category = categoryOf(frame.category);
        const description = frame.description ?? null;
        const conversation = await this.#conversation();
        await escalate(this.#ctx, conversation, { category, priority: null, description, reason: 'customer_request' });
        // A second request changes nothing, but the customer who asks is told again.
        if (conversation.status !== 'bot') await this.#sendStatus(await this.#conversation());
      }
    }
  }

  async #takeMessage(clientId: string, text: string): Promise<void> {
    const refusal = await this.#overLimit();
    if (refusal) return this.#send({ type: 'error', code: 'too_many', detail: refusal, client_id: clientId });
    const reply = await this.#desk.exchangeAtOnce(this.#conversationId, { text, clientId });
    if (reply) return this.#sendExchange(clientId, reply);
    const taken = await takeMessage(this.#ctx, this.#desk.writer, this.#conversationId, { text, clientId });
    if (!taken) {
      return this.#send({ type: 'error', code: 'ended', detail: 'This conversation has ended', client_id: clientId });
    }
    const { seq } = taken.message;
    this.#send({ type: 'ack', client_id: clientId, seq });
    // Its own message needs no frame of its own: the acknowledgement says all of it.
    if (seq === this.#sentSeq + 1) this.#sentSeq = seq;
    // It was stored before, perhaps with its reply, and only the word of it was lost.
    if (taken.isDuplicate) await this.#replay(this.#sentSeq);
    if (taken.turn) void this.#desk.answer(taken.turn);
  }

  #sendExchange(clientId: string, reply: Message): void {
    const seq = reply.seq - 1;
    this.#send({ type: 'ack', client_id: clientId, seq });
    // Where something before it is missing, the event of the reply brings all of it.
    if (seq === this.#sentSeq + 1) this.#sendMessage(reply, null);
  }

  async #overLimit(): Promise<string | null> {
    const { limiter, settings } = this.#ctx;
    const verdict = await limiter.consume(
      { key: `chat_message:${this.#conversationId}`, limit: settings.rateLimit('chat_message') },
      { key: `chat_message_address:${this.#address}`, limit: settings.rateLimit('chat_message_address') },
    );
    return verdict.isAllowed ? null : `Too many messages, try again in ${verdict.resetSeconds} s`;
  }

  #heard(event: ConversationEvent): void {
    if (event.type === 'gap') this.#follow(() => this.#catchUp());
    if (event.type === 'message') this.#want(event.seq);
    if (event.type === 'typing' && this.#isGreeted && event.from === WRITER[this.#status])
      this.#send({ type: 'typing', from: event.from });
    if (event.type === 'conversation') this.#follow(async () => this.#sendStatus(await this.#conversation()));
  }

  /** Tells where the conversation stands, as far as the client does not know. */
  async #catchUp(): Promise<void> {
    const conversation = await this.#conversation();
    if (!this.#isGreeted) this.#greet(conversation);
    if (this.#toldCharge !== chargeOf(conversation)) await this.#sendStatus(conversation);
    if (this.#sentSeq < conversation.lastSeq) await this.#replay(this.#sentSeq);
    this.#isBehind = false;
  }

  #greet(conversation: ConversationRow): void {
    this.#isGreeted = true;
    this.#sentSeq = Math.max(this.#sentSeq, conversation.lastSeq);
    this.#send({ type: 'ready', conversation: toCustomerView(conversation), last_seq: conversation.lastSeq });
  }

  /** Something up to `seq` is committed. What this process made itself arrives by `onReply` before the read begins. */
  #want(seq: number): void {
    this.#wantedSeq = Math.max(this.#wantedSeq, seq);
    if (this.#isReading) return;
    this.#isReading = true;
    setImmediate(() =>
      this.#follow(async () => {
        this.#isReading = false;
        if (this.#wantedSeq > this.#sentSeq) await this.#replay(this.#sentSeq);
      }),
    );
  }

  async #replay(afterSeq: number): Promise<void> {
    const made: [Message, string][] = [];
    this.#heldBack = made;
    try {
      let last: number | undefined = afterSeq;
      while (last !== undefined && this.#socket) {
        const messages: Message[] = await listMessages(this.#ctx.db.sql, this.#conversationId, last);
        const replyIds = new Map(made.map(([{ seq }, replyId]) => [seq, replyId]));
        for (const message of messages) this.#sendMessage(message, replyIds.get(message.seq) ?? null);
        last = messages[MAX_HISTORY - 1]?.seq;
      }
    } finally {
      this.#heldBack = null;
    }
    for (const [message, replyId] of made) this.onReply(message, replyId);
  }

  #sendMessage(message: Message, replyId: string | null): void {
    this.#send({ type: 'message', ...toMessageView(message), ...(replyId && { reply_id: replyId }) });
    this.#sentSeq = Math.max(this.#sentSeq, message.seq);
  }

  /** The place in the queue is told when it has changed, not for every coming and going behind it. */
  #queueMoved(): void {
    this.#queue.forget();
    if (this.#status !== 'waiting') return;
    this.#queueTimer ??= setTimeout(() => {
      this.#queueTimer = null;
      this.#follow(async () => {
        if (JSON.stringify(await this.#place()) === this.#toldPosition) return;
        await this.#sendStatus(await this.#conversation());
      });
    }, TELL_QUEUE_AFTER_MS);
  }

  async #place(): Promise<{ position: number; staff_online: boolean }> {
    const { positions, isStaffed } = await this.#queue.look();
    return { position: positions.get(this.#conversationId) ?? 1, staff_online: isStaffed };
  }

  async #sendStatus(conversation: ConversationRow): Promise<void> {
    const hasChanged = this.#status !== conversation.status;
    this.#status = conversation.status;
    if (hasChanged) this.#queue.forget();
    const place = conversation.status === 'waiting' ? await this.#place() : null;
    this.#toldPosition = JSON.stringify(place);
    this.#toldCharge = chargeOf(conversation);
    this.#send({
      type: 'status',
      status: STATUS_FRAME[conversation.status],
      ...place,
      ...(conversation.status === 'human' && { agent_name: conversation.assigneeShownAs }),
    });
  }

  async #conversation(): Promise<ConversationRow> {
    return (await findConversation(this.#ctx.db.sql, this.#conversationId)) as ConversationRow;
  }

  #refuse({ code, detail, clientId }: BadFrame): void {
    this.#send({ type: 'error', code, detail, ...(clientId && { client_id: clientId }) });
    this.#invalidFrames += 1;
    if (this.#invalidFrames >= MAX_INVALID_FRAMES) this.#socket?.close(CLOSE.policy, 'too many invalid frames');
  }

  #enqueue(work: () => Promise<void> | void, onError = (err: unknown) => this.#fail(err)): void {
    this.#work = this.#work.then(async () => {
      try {
        if (this.#socket) await work();
      } catch (err) {
        onError(err);
      }
    });
  }

  /** What the client did not ask for: where it cannot be read now, it is looked for until it can. */
  #follow(work: () => Promise<void>): void {
    this.#enqueue(work, (err) => {
      if (!this.#socket) return;
      if (!this.#isBehind) {
        this.#ctx.log.warn({ err, conversation: this.#conversationId }, 'a customer could not be told what happened');
      }
      this.#isBehind = true;
      this.#catchUpTimer ??= setTimeout(() => {
        this.#catchUpTimer = null;
        this.#follow(() => this.#catchUp());
      }, CATCH_UP_AFTER_MS);
    });
  }

  #fail(err: unknown): void {
    const known = err instanceof AppError ? err : null;
    if (!known) this.#ctx.log.warn({ err, conversation: this.#conversationId }, 'a frame could not be handled');
    const detail = known?.message ?? 'This could not be done now, please try again';
    this.#send({ type: 'error', code: known?.code ?? 'unavailable', detail });
  }

  #send(frame: object): void {
    if (this.#socket) sendFrame(this.#socket, frame);
  }
}

/** Who answers the customer, under which name. */
const chargeOf = ({ status, assigneeShownAs }: ConversationRow): string =>
  status === 'human' ? `human ${assigneeShownAs}` : status;
