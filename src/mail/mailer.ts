import type { Transporter } from 'nodemailer';
import type { Config } from '../config.ts';
import { unavailable } from '../lib/errors.ts';

/** The library waits minutes by default; a hanging server must not hold anything that long. */
const CONNECT_TIMEOUT_MS = 5_000;
const SOCKET_TIMEOUT_MS = 20_000;

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

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
    await (await this.#transport).sendMail({ from: this.#settings.from, ...mail });
  }
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
