import type { Config } from '../config.ts';
import type { Logger, LogOutput } from '../lib/log.ts';
import type { RequestInfo } from './request-info.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type AccessLog = (request: Request, path: string, info: RequestInfo, response: Response) => void;

/**
 * One line a request: the combined form with the time taken in microseconds, or a JSON object. Paths are logged without
 * their query, which may hold a token. Source: Apache's mod_log_config "combined", gunicorn's `%(D)s`.
 */
export function createAccessLog(
  config: Pick<Config, 'logFormat' | 'logLevel'>,
  log: Logger,
  output: LogOutput,
): AccessLog {
  if (config.logLevel !== 'debug' && config.logLevel !== 'info') return () => {};
  return config.logFormat === 'json' ? jsonLog(log) : combinedLog(output);
}

const jsonLog =
  (log: Logger): AccessLog =>
  (request, path, info, response) =>
    log.info(
      {
        request_id: info.id,
        method: request.method,
        path,
        status: statusOf(request, response),
        microseconds: microsecondsOf(info),
        address: info.address,
      },
      'request',
    );

function combinedLog(output: LogOutput): AccessLog {
  return (request, path, info, response) => {
    const agent = printable(request.headers.get('user-agent') ?? '-');
    const referrer = printable(request.headers.get('referer')?.split('?', 1)[0] ?? '-');
    const line = `${info.address} - - [${commonTime(new Date())}] "${request.method} ${printable(path)} HTTP/1.1" ${statusOf(request, response)} ${response.headers.get('content-length') ?? '-'} "${referrer}" "${agent}" ${microsecondsOf(info)} ${info.id}\n`;
    output.write(line);
  };
}

/** What an upgrade answers never passes through the application. */
export const statusOf = (request: Request, response: Response | undefined): number =>
  !response || (response.status === 200 && request.headers.has('upgrade')) ? 101 : response.status;

const microsecondsOf = ({ startedAt }: RequestInfo): number => Math.round((performance.now() - startedAt) * 1_000);

/** Without what could break a line, end a quotation or steer a terminal. */
const printable = (text: string): string => text.slice(0, 300).replace(/["\\\p{Cc}\u2028\u2029]/gu, '?');

function commonTime(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getUTCDate())}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;
}
