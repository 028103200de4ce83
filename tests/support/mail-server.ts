import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Letter {
  to: string;
  /** Headers and body, decoded from quoted-printable. */
  text: string;
  /** By its name in lower case, folded lines joined. */
  headers: Map<string, string>;
}

/** What the server does with a letter before it takes it; the answer's code, or silence. */
export type Manner = 'take' | 'hang' | { refuse: number } | { takeAfter: Promise<unknown> };

export interface MailBox {
  port: number;
  /** Everything that was taken, in order. */
  taken: readonly Letter[];
  /** How often letters were offered, taken or not. */
  offers: number;
  /** How it behaves from now on. */
  behave(manner: Manner): void;
  /** The next letter that arrives, or has arrived unread; with an address the next one to it, others stay. */
  next(to?: string): Promise<Letter>;
  stop(): Promise<void>;
}

/** A mail server on a loopback port, a free one unless named, that takes everything until told otherwise. */
export async function startMailServer(port = 0): Promise<MailBox> {
  const taken: Letter[] = [];
  const unread: Letter[] = [];
  const waiting: { to: string | undefined; take: (letter: Letter) => void }[] = [];
  let manner: Manner = 'take';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 200,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        box.offers += 1;
        if (manner === 'hang') return;
        if (manner === 'take') return take();
        if ('takeAfter' in manner) return void manner.takeAfter.then(take);
        done(Object.assign(new Error('not now'), { responseCode: manner.refuse }));
      });
      const take = () => {
        const raw = Buffer.concat(chunks).toString();
        const letter = { to: session.envelope.rcptTo[0]?.address ?? '', text: decode(raw), headers: headersOf(raw) };
        taken.push(letter);
        const at = waiting.findIndex(({ to }) => to === undefined || to === letter.to);
        if (at >= 0) waiting.splice(at, 1)[0]?.take(letter);
        else unread.push(letter);
        done();
      };
    },
  });
  server.on('error', () => {
    // A sender that dies in the middle is what some tests are about.
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const box: MailBox = {
    port: (server.server.address() as AddressInfo).port,
    taken,
    offers: 0,
    behave: (next) => {
      manner = next;
    },
    next: (to) => {
      const at = unread.findIndex((letter) => to === undefined || to === letter.to);
      const [letter] = at >= 0 ? unread.splice(at, 1) : [];
      return letter ? Promise.resolve(letter) : new Promise((take) => waiting.push({ to, take }));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return box;
}

function decode(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function headersOf(raw: string): Map<string, string> {
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}
