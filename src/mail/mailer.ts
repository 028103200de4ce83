import type { SendMailOptions, Transporter } from 'nodemailer';
import type { Config } from '../config.ts';
import { unavailable } from '../lib/errors.ts';

/** The library waits minutes by default; a hanging server must not hold anything that long. */
const CONNECT_TIMEOUT_MS = 5_000;
const SOCKET_TIMEOUT_MS = 20_000;

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Shown beside the sender's address. */
  fromName?: string;
  /** Ids without their host, which is that of the sender's address. */
  messageId?: string;
  /** Of the mails before it in its thread, oldest first. */
  threadIds?: string[];
}

/** Why a mail was not taken. Only `refused` and `bad_recipient` are the server's last word. */
export type MailFailure =
  | 'not_configured'
  | 'network'
  | 'timeout'
  | 'authentication'
  | 'deferred'
  | 'refused'
  | 'bad_recipient';

/** Sends mail over the configured SMTP server. The library is loaded with the first mail. */
export class Mailer {
  readonly #settings: Config['smtp'];
  #transport: Promise<Transporter> | null = null;

  constructor(settings: Config['smtp']) {
    this.#settings = settings;
  }

  get isConfigured(): boolean {
    return this.#settings !== null;
  }

  /** Errors: unavailable, where no server is configured; rejects when the server does not take the mail. */
  async send(mail: Mail): Promise<void> {
    if (!this.#settings) throw unavailable('Mail is not configured');
    this.#transport ??= connect(this.#settings);
    await (await this.#transport).sendMail(optionsOf(mail, this.#settings.from));
  }

  /** `send` with its failure as a value; null once the server has taken the mail. */
  async deliver(mail: Mail): Promise<MailFailure | null> {
    if (!this.#settings) return 'not_configured';
    try {
      await this.send(mail);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }
}

function optionsOf({ to, fromName, messageId, threadIds, ...mail }: Mail, from: string): SendMailOptions {
  const host = from.split('@', 2)[1] ?? 'localhost';
  const idOf = (local: string) => `<${local}@${host}>`;
  return {
    ...mail,
    // As objects, so that no name and no address is read as a list of them.
    to: { name: '', address: to },
    from: { name: fromName ?? '', address: from },
    ...(messageId && { messageId: idOf(messageId) }),
    ...(threadIds?.length && { inReplyTo: idOf(threadIds.at(-1) as string), references: threadIds.map(idOf) }),
    // So that no absence notice answers. Source: RFC 3834, section 5.
    headers: { 'Auto-Submitted': 'auto-generated' },
    // A text of ours is a text, whatever it looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Source: RFC 5321, section 4.2.1: 4yz may be tried again, 5yz not. */
function failureOf(error: unknown): MailFailure {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  if (code === 'EAUTH') return 'authentication';
  if (responseCode >= 500) return code === 'EENVELOPE' ? 'bad_recipient' : 'refused';
  if (responseCode >= 400) return 'deferred';
  if (code === 'EENVELOPE') return 'bad_recipient';
  return code === 'ETIMEDOUT' ? 'timeout' : 'network';
}

async function connect(settings: NonNullable<Config['smtp']>): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.port === 465,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    ...(settings.username && { auth: { user: settings.username, pass: settings.password ?? '' } }),
  });
}
