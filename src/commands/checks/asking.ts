/** How a deployment answered one request. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Until its last byte. Units: milliseconds. */
  ms: number;
}

interface Question {
  method?: 'GET' | 'POST';
  body?: object;
  headers?: Record<string, string>;
  /** Without the client's own help: what was compressed stays so. */
  isRaw?: boolean;
}

const TIMEOUT_MS = 10_000;

/** Asks one deployment, each time as a stranger does: no cookie is kept. */
export class Asker {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  get isSecure(): boolean {
    return this.origin.startsWith('https:');
  }

  /** Errors: rejects where there is no answer in time. A redirect is not followed. */
  async ask(path: string, { method = 'GET', body, headers, isRaw = false }: Question = {}): Promise<Answer> {
    const began = performance.now();
    const response = await fetch(new URL(path, this.origin), {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      decompress: !isRaw,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, ms: performance.now() - began };
  }
}

/** Null where it is no JSON object. */
export function objectIn({ text }: Pick<Answer, 'text'>): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
