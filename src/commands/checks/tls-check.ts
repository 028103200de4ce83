import { connect } from 'node:tls';
import type { Asker } from './asking.ts';
import { type Check, fail, ok, warn } from './check.ts';

const TIMEOUT_MS = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const WARN_DAYS = 21;
const FAIL_DAYS = 3;

/** The certificate's days, and whether the same service answers without TLS too. */
export async function checkTls(asker: Asker): Promise<Check[]> {
  const { hostname, port } = new URL(asker.origin);
  if (!asker.isSecure) {
    return isLoopback(hostname)
      ? [ok('tls', 'none, on this machine')]
      : [warn('tls', 'none: everything can be read on the way', 'a proxy that ends TLS in front')];
  }
  return [await checkCertificate(hostname, Number(port) || 443), ...(port === '' ? await checkPlain(hostname) : [])];
}

async function checkCertificate(host: string, port: number): Promise<Check> {
  try {
    const days = (await endOfCertificate(host, port)).getTime() / DAY_MS - Date.now() / DAY_MS;
    const detail = `the certificate is good for ${Math.floor(days)} days`;
    if (days < FAIL_DAYS) return fail('tls', detail, 'renew it now');
    return days < WARN_DAYS ? warn('tls', detail, 'see to it that it is renewed') : ok('tls', detail);
  } catch {
    return fail('tls', 'the certificate is not valid for this name, or nobody known signed it');
  }
}

/** Errors: rejects where a browser would warn. */
function endOfCertificate(host: string, port: number): Promise<Date> {
  return new Promise((done, refuse) => {
    const socket = connect({ host, port, servername: host, timeout: TIMEOUT_MS }, () => {
      const { valid_to } = socket.getPeerCertificate();
      socket.destroy();
      done(new Date(valid_to));
    });
    socket.once('error', refuse);
    socket.once('timeout', () => socket.destroy(new Error('no answer in time')));
  });
}

async function checkPlain(host: string): Promise<Check[]> {
  const answer = await fetch(`http://${host}/panel/login`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (answer?.status !== 200) return [ok('tls', 'nothing is served without')];
  return [warn('tls', 'pages are served without it too', 'redirect http to https')];
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.');
