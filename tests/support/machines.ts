import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { ChatSocket, call, staffToken, startChat } from './client.ts';
import { Customer } from './customer.ts';
import { cloneDatabase } from './database.ts';
import { type Installation, startInstallation } from './installation.ts';
import { StaffLine } from './staff.ts';

/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;
/** Longer than any event may take, so that a late one is told by its time. */
const LATEST_MS = 30_000;

export interface MachineOptions {
  workers: number;
  /** Null: PostgreSQL carries events and limits. */
  redisUrl: string | null;
  env?: Record<string, string>;
}

/** Machines of one installation: each has its own supervisor, port and folder, and they share the database. */
export class Machines {
  readonly #options: MachineOptions;
  readonly #secret = randomBytes(32).toString('hex');
  readonly #database: Awaited<ReturnType<typeof cloneDatabase>>;
  readonly sql: postgres.Sql;
  #all: Installation[] = [];
  #alive: Installation[] = [];

  static async start(count: number, options: MachineOptions): Promise<Machines> {
    const machines = new Machines(options, await cloneDatabase());
    await machines.#watchJobs();
    for (let at = 0; at < count; at += 1) await machines.add();
    return machines;
  }

  private constructor(options: MachineOptions, database: Awaited<ReturnType<typeof cloneDatabase>>) {
    this.#options = options;
    this.#database = database;
    this.sql = postgres(database.url, { max: 2, onnotice: () => {} });
  }

  /** What the start of one took at most: what takes longer than it should on a busy machine may take so much longer. */
  slowestStartMs = (): number => Math.max(...this.#all.map((machine) => machine.startMs()));

  get alive(): readonly Installation[] {
    return this.#alive;
  }

  /** As a load balancer answers that knows who is alive: the machine of this number, or the next one. */
  originOf(index: number): string {
    const machine = this.#alive[index % Math.max(1, this.#alive.length)];
    return machine?.origin ?? 'http://127.0.0.1:1';
  }

  async add(): Promise<Installation> {
    const { workers, redisUrl, env } = this.#options;
    const machine = await startInstallation({
      WORKERS: String(workers),
      DATABASE_URL: this.#database.url,
      SECRET_KEY: this.#secret,
      ...(redisUrl && { REDIS_URL: redisUrl }),
      ...env,
    });
    this.#all.push(machine);
    this.#alive.push(machine);
    return machine;
  }

  /** As a loss of power: the supervisor and its workers are gone at once, and say nothing to anybody. */
  async kill(machine: Installation): Promise<void> {
    const workers = await machine.workers();
    this.#alive = this.#alive.filter((one) => one !== machine);
    for (const pid of [machine.supervisor, ...workers]) process.kill(pid, 'SIGKILL');
  }

  /** Of each job: the seconds between the beginnings of its runs, in their order. */
  async pausesOfJobs(): Promise<Map<string, number[]>> {
    const rows = await this.sql<{ name: string; seconds: number }[]>`
      SELECT name, extract(epoch FROM at - lag(at) OVER (PARTITION BY name ORDER BY at))::float8 AS seconds
      FROM job_runs ORDER BY name, at`;
    const pauses = new Map<string, number[]>();
    for (const { name, seconds } of rows) {
      if (seconds !== null) pauses.set(name, [...(pauses.get(name) ?? []), seconds]);
    }
    return pauses;
  }

  async stop(): Promise<void> {
    await this.sql.end();
    for (const machine of this.#all) await machine.stop();
    await this.#database.drop();
  }

  /** Every beginning of a run is kept, whichever machine it was. */
  async #watchJobs(): Promise<void> {
    await this.sql.unsafe(`
      CREATE TABLE job_runs (name text, at timestamptz);
      CREATE FUNCTION note_run() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO job_runs VALUES (NEW.name, NEW.last_run_at); RETURN NULL; END $$;
      CREATE TRIGGER note_run AFTER INSERT OR UPDATE OF last_run_at ON jobs FOR EACH ROW EXECUTE FUNCTION note_run();
    `);
  }
}

export interface Crossings {
  /** From what the customer sends to what the other machine tells the agent. Units: milliseconds. */
  toAgent: number[];
  /** From the agent's request to what the customer's machine tells the customer. */
  toCustomer: number[];
}

/** A customer on one machine and an agent on another talk for as long as they may; both directions are timed. */
export async function talkAcross(
  customerAt: string,
  agentAt: string,
  mayGoOn: (round: number) => boolean,
): Promise<Crossings> {
  const token = await staffToken(agentAt);
  const line = new StaffLine(agentAt, { protocols: ['joxai.v1', token] });
  await line.frame(({ type }) => type === 'connection_established', LATEST_MS);
  const chat = await startChat(customerAt);
  const socket = new ChatSocket(customerAt, chat);
  await socket.ready();
  const api = (path: string, body?: unknown) =>
    call(agentAt, 'POST', `/api/v1/conversations/${chat.id}${path}`, { token, ...(body !== undefined && { body }) });
  const taken = await api('/takeover');
  if (taken.status !== 200) throw new Error(`the takeover answers ${taken.status}`);
  // What is said before the agent was told of the conversation comes with that.
  await line.frame((frame) => frame.type === 'conversation_started' && holds(frame, chat.id), LATEST_MS);
  const crossings: Crossings = { toAgent: [], toCustomer: [] };
  for (let round = 0; mayGoOn(round); round += 1) {
    const [question, answer] = [`Pregunta ${newWord()}`, `Respuesta ${newWord()}`];
    const asked = performance.now();
    socket.say(question);
    await line.frame((frame) => frame.type === 'new_message' && holds(frame, question), LATEST_MS);
    crossings.toAgent.push(performance.now() - asked);
    const answered = performance.now();
    const [said] = await Promise.all([
      api('/messages', { message: answer }),
      socket.frame((frame) => frame.type === 'message' && holds(frame, answer), LATEST_MS),
    ]);
    if (said.status >= 300) throw new Error(`the agent's message answers ${said.status}`);
    crossings.toCustomer.push(performance.now() - answered);
  }
  line.close();
  socket.close();
  return crossings;
}

/** Of letters alone: digits may be taken for an account's and masked. */
const newWord = (): string =>
  [...randomBytes(20)].map((byte) => String.fromCharCode('a'.charCodeAt(0) + (byte % 26))).join('');

const holds = (frame: object, text: string): boolean => JSON.stringify(frame).includes(text);

export interface Talk {
  acknowledged: number;
  /** What was lost, doubled or out of order. */
  faults: string[];
  /** Of connections that were made again. Units: milliseconds, ascending. */
  returns: number[];
}

/** Customers on all machines talk while something happens to these; then every conversation is read and compared. */
export async function talkDuring(
  machines: Machines,
  { customers, pauseMs }: { customers: number; pauseMs: number },
  happen: () => Promise<void>,
): Promise<Talk> {
  const all = await Promise.all(
    Array.from({ length: customers }, (_, index) => Customer.arrive(() => machines.originOf(index), index)),
  );
  let isOver = false;
  const talks = all.map(async (customer) => {
    while (!isOver) await customer.talk(1, pauseMs);
  });
  try {
    await happen();
  } finally {
    isOver = true;
    await Promise.all(talks);
  }
  const deadline = performance.now() + SETTLE_MS;
  const reports = await Promise.all(all.map((customer) => customer.report(deadline)));
  for (const customer of all) customer.leave();
  return {
    acknowledged: reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    faults: reports.flatMap(({ faults }) => faults),
    returns: all.flatMap(({ returns }) => returns).sort((one, other) => one - other),
  };
}

/** So many requests that one limit counts, spread over all machines at once. Answers how many were let through. */
export async function chargeTogether(machines: Machines, requests: number): Promise<number> {
  const token = await staffToken(machines.originOf(0));
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      call(machines.originOf(index), 'GET', '/api/v1/analytics/dashboard', { token }),
    ),
  );
  const unexpected = answers.filter(({ status }) => status !== 200 && status !== 429);
  if (unexpected.length > 0) throw new Error(`the reports answer ${unexpected[0]?.status}`);
  return answers.filter(({ status }) => status === 200).length;
}
