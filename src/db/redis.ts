import type { Redis as Client } from 'ioredis';

/** Units: milliseconds. */
const CONNECT_TIMEOUT_MS = 1_000;
/** An answer takes well under one; what hangs for so long is as good as away. */
const ANSWER_TIMEOUT_MS = 500;
/** An answer may lie there already when this process, which had other things to do, finds that its time is over. */
const LOOK_AGAIN_MS = 20;
/** Of the driver's own commands, with which a connection begins. */
const HANDSHAKE_TIMEOUT_MS = 3_000;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 500;
/** How often each connection is asked whether it still is one: a machine that vanished closes nothing. */
const PING_EVERY_MS = 2_000;
/** A start waits so long for the first connection, and does without it then. */
const PATIENCE_AT_START_MS = 1_000;
const SUBSCRIBE_AGAIN_MS = 1_000;

interface RedisOptions {
  /** redis:// or rediss://, with user, password and the number of the database. */
  url: string;
  /** Once when it is there, or has not been for a while after the start, and then with each change. */
  onChange: (isUp: boolean, error: unknown) => void;
}

interface Subscriber {
  heard: (text: string) => void;
  /** Whether it is heard from now on what others publish. */
  changed: (isHearing: boolean) => void;
}

/**
 * Two connections to one Redis or Valkey, which are made again, with a growing pause of at most half a second, whenever
 * they are lost. Nothing waits for them: a command that cannot be sent, or is not answered in time, rejects at once.
 */
export class Redis {
  readonly #commands: Client;
  readonly #subscription: Client;
  readonly #onChange: RedisOptions['onChange'];
  /** Null before the first word about it. */
  #wasUp: boolean | null = null;
  #lastError: unknown = null;
  /** True also while nobody has subscribed to anything. */
  #isHearing = true;
  #isClosed = false;
  #pings: Timer | null = null;

  private constructor(commands: Client, subscription: Client, { onChange }: RedisOptions) {
    this.#commands = commands;
    this.#subscription = subscription;
    this.#onChange = onChange;
  }

  /** Resolves once it is connected, or has not been for a while. The driver is loaded by this and by nothing else. */
  static async open(options: RedisOptions): Promise<Redis> {
    const driver = await import('ioredis');
    const client = () =>
      new driver.Redis(options.url, {
        lazyConnect: true,
        connectTimeout: CONNECT_TIMEOUT_MS,
        commandTimeout: HANDSHAKE_TIMEOUT_MS,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        autoResendUnfulfilledCommands: false,
        // Who subscribes has to know when it is done.
        autoResubscribe: false,
        retryStrategy: (times) => Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(times, 10)),
        // The address leads to another server now; this one only reads any more.
        reconnectOnError: ({ message }) => message.startsWith('READONLY'),
      });
    const redis = new Redis(client(), client(), options);
    await redis.#start();
    return redis;
  }

  /** Whether commands can be sent, and what was subscribed to is heard. */
  get isUp(): boolean {
    return this.#commands.status === 'ready' && this.#isHearing;
  }

  /** Of the address: what belongs to several installations of one server is told apart by it. */
  get database(): number {
    return this.#commands.options.db ?? 0;
  }

  /** Errors: rejects at once while Redis is away, and when it does not answer in time. */
  async ask<Answer>(command: (client: Client) => Promise<Answer>): Promise<Answer> {
    if (!this.isUp) throw new Error('Redis is away');
    return answerOf(this.#commands, () => command(this.#commands));
  }

  /** To one channel, and again after each loss. Resolves when it is done, or cannot be done now. */
  async subscribe(channel: string, { heard, changed }: Subscriber): Promise<void> {
    const client = this.#subscription;
    const set = (isHearing: boolean) => {
      if (this.#isHearing === isHearing) return;
      this.#isHearing = isHearing;
      this.#tell();
      changed(isHearing);
    };
    const subscribe = async () => {
      try {
        await answerOf(client, () => client.subscribe(channel));
        set(true);
      } catch (error) {
        this.#lastError = error;
        // Not at once: it may be something that somebody has to mend, such as what the user may do.
        setTimeout(() => {
          if (client.status === 'ready' && !this.#isHearing) void subscribe();
        }, SUBSCRIBE_AGAIN_MS);
      }
    };
    this.#isHearing = false;
    client.on('message', (_channel: string, text: string) => heard(text));
    client.on('ready', () => void subscribe());
    client.on('close', () => set(false));
    if (client.status === 'ready') await subscribe();
    this.#tell();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#pings) clearInterval(this.#pings);
    for (const client of [this.#commands, this.#subscription]) client.disconnect();
  }

  async #start(): Promise<void> {
    const clients = [this.#commands, this.#subscription];
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const client of clients) {
      client.on('error', (error: unknown) => {
        this.#lastError = error;
      });
      client.on('ready', () => {
        if (clients.every(({ status }) => status === 'ready')) resolve();
        this.#tell();
      });
      client.on('close', () => {
        // Refused, for example. A start does not wait for what is known to be away.
        resolve();
        this.#tell();
      });
      // It goes on trying; how that goes is told by the events.
      client.connect().catch(() => {});
    }
    const patience = setTimeout(resolve, PATIENCE_AT_START_MS);
    await promise;
    clearTimeout(patience);
    this.#pings = setInterval(() => {
      // Whoever fails for another reason has reconnected already.
      for (const client of clients)
        if (client.status === 'ready') answerOf(client, () => client.ping()).catch(() => {});
    }, PING_EVERY_MS);
  }

  #tell(): void {
    if (this.#wasUp === this.isUp || this.#isClosed) return;
    this.#wasUp = this.isUp;
    this.#onChange(this.#wasUp, this.#lastError ?? new Error('the connection ended'));
    if (this.#wasUp) this.#lastError = null;
  }
}

/** Ends a connection on which an answer does not come in time, so that it is made anew. Errors: rejects then. */
async function answerOf<Answer>(client: Client, ask: () => Promise<Answer>): Promise<Answer> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    reject(new Error('Redis does not answer'));
    client.disconnect(true);
  };
  let timer = setTimeout(() => {
    timer = setTimeout(giveUp, LOOK_AGAIN_MS);
  }, ANSWER_TIMEOUT_MS);
  try {
    return await Promise.race([ask(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
