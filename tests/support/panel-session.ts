import type { Service } from './service.ts';
import type { Staff } from './staff.ts';

interface PanelAnswer {
  status: number;
  headers: Headers;
  /** Where it sends the person on to: by a redirect, or as htmx is told. */
  location: string | null;
  text: string;
}

/** A member of staff in the panel, as its pages ask: by htmx, from a page of our own. */
export class PanelSession {
  readonly #origin: string;
  readonly #cookie: string;

  private constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async open({ origin }: Pick<Service, 'origin'>, { email, password }: Pick<Staff, 'email' | 'password'>) {
    const answer = await fetch(`${origin}/panel/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams({ login: email, password }),
    });
    return new PanelSession(origin, (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<PanelAnswer> {
    return this.#ask(path, { headers });
  }

  /** `headers`: none, as a page without a script asks. */
  post(
    path: string,
    body: Record<string, string> | FormData = {},
    headers: Record<string, string> = { 'hx-request': 'true' },
  ): Promise<PanelAnswer> {
    return this.#ask(path, {
      method: 'POST',
      headers,
      body: body instanceof FormData ? body : new URLSearchParams(body),
    });
  }

  async #ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<PanelAnswer> {
    const answer = await fetch(this.#origin + path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: this.#cookie, origin: this.#origin },
    });
    const { status, headers } = answer;
    const location = headers.get('hx-redirect') ?? headers.get('location');
    return { status, headers, location, text: await answer.text() };
  }
}
