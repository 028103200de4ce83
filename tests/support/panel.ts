import type { Service } from './service.ts';

export interface PanelAnswer {
  status: number;
  text: string;
  /** Where it sends on to: by a redirect, or as htmx is told. */
  location: string | null;
}

/** A person's browser, as far as the server sees it: pages are plain requests, forms are sent by htmx. */
export interface PanelSession {
  get(path: string): Promise<PanelAnswer>;
  post(path: string, form?: Record<string, string>): Promise<PanelAnswer>;
}

/** Logs in by the panel's own form. */
export async function logInToPanel(
  { origin }: Pick<Service, 'origin'>,
  { email, password }: { email: string; password: string },
): Promise<PanelSession> {
  const form = new URLSearchParams({ login: email, password });
  const login = await fetch(`${origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: form,
  });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  if (login.status !== 303 || cookie === '') throw new Error(`the login was answered with ${login.status}`);
  return {
    get: async (path) => answerOf(await fetch(origin + path, { redirect: 'manual', headers: { cookie } })),
    post: async (path, fields = {}) =>
      answerOf(
        await fetch(origin + path, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, origin, 'hx-request': 'true' },
          body: new URLSearchParams(fields),
        }),
      ),
  };
}

const answerOf = async (answer: Response): Promise<PanelAnswer> => ({
  status: answer.status,
  text: await answer.text(),
  location: answer.headers.get('hx-redirect') ?? answer.headers.get('location'),
});
