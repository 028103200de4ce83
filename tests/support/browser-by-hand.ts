/** What a browser keeps and does between several sites, without one: cookies by host, redirects, plain forms. */
export class BrowserByHand {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Where the last answer came from. */
  address = '';

  async get(url: string): Promise<{ status: number; text: string; headers: Headers }> {
    return this.#follow(url, { method: 'GET' });
  }

  async post(url: string, form: Record<string, string>): Promise<{ status: number; text: string; headers: Headers }> {
    return this.#follow(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Where a request leads, not gone after. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { host, origin } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(init.method === 'POST' && { origin }),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        ...init.headers,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const at = pair.indexOf('=');
      const isOver = attributes.some((one) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(one));
      if (isOver) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    this.address = url;
    return answer;
  }

  /** Its cookies of a host, by name. */
  cookiesOf(origin: string): Map<string, string> {
    return this.#cookies.get(new URL(origin).host) ?? new Map();
  }

  async #follow(url: string, init: RequestInit) {
    let answer = await this.ask(url, init);
    for (let step = 0; step < 12; step += 1) {
      const text = answer.headers.has('location') ? '' : await answer.clone().text();
      const next = answer.headers.get('location') ?? /http-equiv="refresh" content="0; url=([^"]+)"/.exec(text)?.[1];
      if (!next) break;
      await answer.body?.cancel();
      answer = await this.ask(new URL(next.replaceAll('&amp;', '&'), this.address).href);
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
}
