import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Letter {
  to: string;
  /** Headers and body, decoded from quoted-printable. */
  text: string;
}

export interface MailBox {
  port: number;
  /** The next letter that arrives, or has arrived unread. */
  next(): Promise<Letter>;
  stop(): Promise<void>;
}

/** A mail server on a free loopback port that takes everything. */
export async function startMailServer(): Promise<MailBox> {
  const letters: Letter[] = [];
  const waiting: ((letter: Letter) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const letter = {
          to: session.envelope.rcptTo[0]?.address ?? '',
          text: decode(Buffer.concat(chunks).toString()),
        };
        const reader = waiting.shift();
        if (reader) reader(letter);
        else letters.push(letter);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    next: () => {
      const letter = letters.shift();
      return letter ? Promise.resolve(letter) : new Promise((resolve) => waiting.push(resolve));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const decode = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
