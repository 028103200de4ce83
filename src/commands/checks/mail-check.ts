import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from '../../config.ts';
import { type Check, fail, ok, warn } from './check.ts';

const TIMEOUT_MS = 5_000;
const IMPLICIT_TLS_PORT = 465;
const name = 'mail';

/** Connects as a mail would be sent, up to the login, and leaves: no mail is sent. */
export async function checkMail({ smtp, isProduction }: Config): Promise<Check[]> {
  if (smtp === null) {
    return isProduction
      ? [warn(name, 'SMTP_HOST is not set: none is sent, nobody can be invited or called back')]
      : [ok(name, 'SMTP_HOST is not set, so none is sent')];
  }
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.port === IMPLICIT_TLS_PORT,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await connected(connection);
    const isSecure = connection.secure;
    if (smtp.username) await loggedIn(connection, smtp.username, smtp.password ?? '');
    connection.quit();
    const what = smtp.username ? 'takes SMTP_USERNAME and SMTP_PASSWORD' : 'answers; no login is set';
    return isSecure || isLocal(smtp.host)
      ? [ok(name, isSecure ? `${what}, over TLS` : what)]
      : [
          warn(
            name,
            `${what}, but without TLS`,
            'mail and password can be read on the way: use a server with STARTTLS',
          ),
        ];
  } catch (error) {
    connection.close();
    return [faultOf(error, smtp.port)];
  }
}

/** The library may also report by an event what happens before anybody asks. */
function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((done, refuse) => {
    connection.once('error', refuse);
    connection.connect((error) => (error ? refuse(error) : done()));
  });
}

function loggedIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((done, refuse) => {
    connection.once('error', refuse);
    connection.login({ user, pass }, (error) => (error ? refuse(error) : done()));
  });
}

/** Nothing of the server's own words, which may repeat what it was told. */
function faultOf(error: unknown, port: number): Check {
  const { code, command } = error as { code?: string; command?: string };
  if (code === 'EAUTH') return fail(name, 'the server does not take SMTP_USERNAME and SMTP_PASSWORD');
  if (code === 'EDNS') return fail(name, 'SMTP_HOST is not known');
  if (code === 'ETLS' || command === 'STARTTLS') {
    return fail(name, 'TLS does not come about, or its certificate is not valid for SMTP_HOST');
  }
  return fail(name, `the server does not answer on port ${port}`, 'SMTP_HOST, SMTP_PORT, and the way there');
}

const isLocal = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);
