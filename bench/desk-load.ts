import { Customer, newMark, PanelPage, type Sent, StaffEar, type Way } from './desk-people.ts';
import { QUESTIONS } from './questions.ts';

const AT_ONCE = 32;
const TICK_MS = 2;
/** What is still on its way when the load ends may arrive within this. */
const SETTLE_MS = 3_000;
/** Of a hundred messages; a question brings a reply, which is one more. */
const SHARES: readonly (readonly [Way, number])[] = [
  ['customer to agent', 20],
  ['customer to panel', 20],
  ['agent to customer', 40],
  ['question to reply', 10],
];

export interface Account {
  email: string;
  password: string;
}

interface DeskSize {
  customers: number;
  /** Half of them on the interface's socket, half with a page of the panel open. */
  staff: readonly Account[];
  messagesPerSecond: number;
  warmupSeconds: number;
  seconds: number;
}

/** Somebody on the desk with the conversations that are theirs. */
interface Agent {
  token: string;
  own: Customer[];
}

export interface DeskResult {
  /** Milliseconds from the sending to the other side, by way, ascending. */
  latencies: Map<Way, number[]>;
  sent: number;
  lost: number;
  doubled: number;
  /** Conversations whose seqs were not 1, 2, 3, … at their customer. */
  gaps: number;
  /** Messages of nobody's conversations that a staff socket missed or got twice. */
  staffFaults: number;
  closed: number;
  /** Frames with a message that came to staff's and customers' sockets. */
  delivered: number;
  panelBytes: number;
}

/** A desk with everybody connected: half of the staff by the interface, half by the panel, customers with and without. */
export class Desk {
  readonly #origin: string;
  readonly #port: number;
  readonly #size: DeskSize;
  readonly #sent = new Map<string, Sent>();
  readonly #byInterface: Agent[] = [];
  readonly #byPanel: Agent[] = [];
  readonly #ears: StaffEar[] = [];
  readonly #pages: PanelPage[] = [];
  #customers: Customer[] = [];
  #withBot: Customer[] = [];
  #count = 0;

  constructor(port: number, size: DeskSize) {
    this.#origin = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#size = size;
  }

  async open(): Promise<void> {
    const { customers, staff } = this.#size;
    this.#customers = await inBatches(Array.from({ length: customers }, (_, number) => () => this.#arrive(number)));
    const half = staff.length / 2;
    for (const [index, account] of staff.entries()) {
      const token = await this.#logIn(account);
      (index < half ? this.#byInterface : this.#byPanel).push({ token, own: [] });
    }
    // Half of the customers are with a person of the interface, a quarter with one of the panel, a quarter with nobody.
    const [first, second] = [Math.floor(customers / 2), Math.floor((customers * 3) / 4)];
    await this.#share(this.#customers.slice(0, first), this.#byInterface);
    await this.#share(this.#customers.slice(first, second), this.#byPanel);
    this.#withBot = this.#customers.slice(second);
    for (const { token } of this.#byInterface) this.#ears.push(await StaffEar.open(this.#port, token, this.#sent));
    for (const [index, { own }] of this.#byPanel.entries()) {
      const cookie = await this.#logInToPanel(staff[half + index] as Account);
      const shown = own[0]?.conversation ?? '';
      this.#pages.push(await PanelPage.open(this.#port, cookie, shown, this.#sent));
    }
  }

  /** `onMeasured` is called when the warm-up is over, and when the last message has been sent. */
  async run(onMeasured: (moment: 'begin' | 'end') => void): Promise<DeskResult> {
    await this.#send(this.#size.warmupSeconds);
    await Bun.sleep(SETTLE_MS);
    const before = new Set(this.#sent.keys());
    const [delivered, bytes] = [this.#delivered(), this.#panelBytes()];
    onMeasured('begin');
    await this.#send(this.#size.seconds);
    onMeasured('end');
    await Bun.sleep(SETTLE_MS);
    const measured = [...this.#sent.values()].filter(({ mark }) => !before.has(mark));
    return {
      latencies: byWay(measured),
      sent: measured.length,
      lost: measured.filter(({ heardAt }) => heardAt.length === 0).length,
      doubled: measured.filter(({ heardAt }) => heardAt.length > 1).length,
      gaps: this.#customers.filter((customer) => !isWhole(customer)).length,
      staffFaults: this.#staffFaults(),
      closed: [...this.#customers, ...this.#ears, ...this.#pages].reduce((sum, { lost }) => sum + lost, 0),
      delivered: this.#delivered() - delivered,
      panelBytes: this.#panelBytes() - bytes,
    };
  }

  close(): void {
    for (const socket of [...this.#customers, ...this.#ears, ...this.#pages]) socket.close();
  }

  async #send(seconds: number): Promise<void> {
    const begun = performance.now();
    const posts: Promise<void>[] = [];
    // A question counts twice, with its reply.
    const perSecond = this.#size.messagesPerSecond * (90 / 100);
    for (let turn = 0; ; await Bun.sleep(TICK_MS)) {
      const elapsed = (performance.now() - begun) / 1_000;
      for (const due = Math.min(elapsed, seconds) * perSecond; turn < due; turn += 1) posts.push(this.#sendOne());
      if (elapsed >= seconds) break;
    }
    await Promise.all(posts);
  }

  async #sendOne(): Promise<void> {
    const number = this.#count;
    this.#count += 1;
    const kind = wayOf(number);
    const mark = newMark(number);
    const round = Math.floor(number / 9);
    const [agent, customer] = this.#pair(kind, round);
    const sent: Sent = { kind, mark, conversation: customer.conversation, sentAt: performance.now(), heardAt: [] };
    this.#sent.set(mark, sent);
    if (kind === 'question to reply') return customer.say(sent, QUESTIONS[round % QUESTIONS.length] ?? '');
    if (kind !== 'agent to customer') return customer.say(sent, `Sigo con la misma duda, ${mark}`);
    customer.expect(sent);
    const path = `/api/v1/conversations/${customer.conversation}/messages`;
    await this.#post(path, { message: `Ya lo reviso, ${mark}` }, agent?.token);
  }

  #pair(kind: Way, round: number): [Agent | null, Customer] {
    if (kind === 'question to reply') return [null, this.#withBot[round % this.#withBot.length] as Customer];
    const everybody = [...this.#byInterface, ...this.#byPanel];
    const agents =
      kind === 'agent to customer' ? everybody : kind === 'customer to agent' ? this.#byInterface : this.#byPanel;
    const agent = agents[round % agents.length] as Agent;
    // A page shows every message of the conversation that is open on it, and of the others the last one.
    const turn = kind === 'customer to panel' ? 0 : Math.floor(round / agents.length);
    return [agent, agent.own[turn % agent.own.length] as Customer];
  }

  async #arrive(number: number): Promise<Customer> {
    const body = { metadata: { language: 'es', name: `Cliente ${number}` } };
    const headers = { 'x-forwarded-for': `10.1.${Math.floor(number / 250)}.${number % 250}` };
    const { conversation_id: id, conversation_token: token } = await this.#post(
      '/api/v1/chat/start',
      body,
      undefined,
      headers,
    );
    const customer = await Customer.open(this.#port, id, token);
    // The welcome came with the start.
    customer.seqs.set(1, 1);
    return customer;
  }

  async #share(customers: Customer[], agents: Agent[]): Promise<void> {
    await inBatches(
      customers.map((customer, index) => async () => {
        const agent = agents[index % agents.length] as Agent;
        await this.#post(`/api/v1/conversations/${customer.conversation}/takeover`, {}, agent.token);
        agent.own.push(customer);
      }),
    );
  }

  async #logIn({ email, password }: Account): Promise<string> {
    return (await this.#post('/api/v1/auth/login', { email, password })).access_token;
  }

  async #logInToPanel({ email, password }: Account): Promise<string> {
    const answer = await fetch(`${this.#origin}/panel/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: this.#origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ login: email, password }).toString(),
    });
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('joxai_panel='));
    if (!cookie) throw new Error(`the panel's login answered ${answer.status}`);
    return cookie.split(';')[0] as string;
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer of the server, of which each caller reads what it needs
  async #post(path: string, body: object, token?: string, more: Record<string, string> = {}): Promise<any> {
    const answer = await fetch(this.#origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...more },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return answer.json();
  }

  /** What is nobody's, every one of the interface's sockets hears once. */
  #staffFaults(): number {
    const unassigned = new Set(this.#withBot.map(({ conversation }) => conversation));
    const heard = this.#ears.map((ear) => [...ear.heard].filter(([key]) => unassigned.has(key.slice(0, 36))));
    const all = new Set(heard.flatMap((one) => one.map(([key]) => key)));
    const missed = heard.reduce((sum, one) => sum + all.size - one.length, 0);
    const twice = this.#ears.reduce((sum, ear) => sum + [...ear.heard.values()].filter((times) => times > 1).length, 0);
    return missed + twice;
  }

  #delivered(): number {
    const times = (counts: Map<unknown, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
    const toCustomers = this.#customers.reduce((sum, { seqs }) => sum + times(seqs), 0);
    return toCustomers + this.#ears.reduce((sum, { heard }) => sum + times(heard), 0);
  }

  #panelBytes = (): number => this.#pages.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Nine in turn, as `SHARES` says: two of each kind of customer's, four of agents, one question. */
function wayOf(number: number): Way {
  let place = (number * 7) % 9;
  for (const [way, share] of SHARES) {
    place -= share / 10;
    if (place < 0) return way;
  }
  return 'question to reply';
}

function isWhole({ seqs }: Customer): boolean {
  const last = Math.max(...seqs.keys());
  return seqs.size === last && [...seqs.values()].every((times) => times <= 1);
}

function byWay(sent: readonly Sent[]): Map<Way, number[]> {
  const latencies = new Map<Way, number[]>();
  for (const { kind, sentAt, heardAt } of sent) {
    const known = latencies.get(kind) ?? [];
    if (heardAt[0] !== undefined) known.push(heardAt[0] - sentAt);
    latencies.set(kind, known);
  }
  for (const list of latencies.values()) list.sort((a, b) => a - b);
  return latencies;
}

async function inBatches<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  for (let from = 0; from < works.length; from += AT_ONCE) {
    results.push(...(await Promise.all(works.slice(from, from + AT_ONCE).map((work) => work()))));
  }
  return results;
}
