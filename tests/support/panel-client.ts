import type { Staff } from './staff.ts';

export type Session = Record<string, string>;

/** Logs a member of staff in; answers the headers of their session. */
export async function logIntoPanel(origin: string, person: Pick<Staff, 'email' | 'password'>): Promise<Session> {
  const form = { login: person.email, password: person.password };
  const answer = await askPanel(origin, 'POST', '/login', {}, form);
  if (answer.status !== 303) throw new Error(`the login answers ${answer.status}`);
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string };
}

/** A page or a form of the panel, as a browser asks for it; with `form` as htmx would. */
export function askPanel(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  session: Session,
  form?: Record<string, string>,
): Promise<Response> {
  return fetch(`${origin}/panel${path}`, {
    method,
    redirect: 'manual',
    headers: { ...session, origin },
    ...(form && { body: new URLSearchParams(form) }),
  });
}

/** The headers that htmx adds. */
export const BY_HTMX = { 'hx-request': 'true' };

/** Ample: what arrives is not waited for any longer. */
const WAIT_MS = 30_000;

/** A page's live connection, which keeps all that it is told. */
export interface LivePage {
  send(frame: object): void;
  /** All frames so far, in their order. */
  frames(): { type?: string; content?: string; conversations?: string[]; topic?: string }[];
  /** All markup so far. */
  html(): string;
  until(isThere: (html: string) => boolean): Promise<void>;
  /** With which code the service closed it; null as long as it is open. */
  closeCode(): number | null;
  close(): void;
}

export async function openLivePage(origin: string, session: Session): Promise<LivePage> {
  const headers = { ...session, origin };
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/panel/live`, { headers } as never);
  const frames: ReturnType<LivePage['frames']> = [];
  socket.onmessage = ({ data }) => frames.push(JSON.parse(String(data)));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  let closeCode: number | null = null;
  socket.onclose = ({ code }) => {
    closeCode = code;
  };
  const html = () => frames.map(({ content }) => content ?? '').join('');
  return {
    frames: () => frames,
    html,
    send: (frame) => socket.send(JSON.stringify(frame)),
    closeCode: () => closeCode,
    close: () => socket.close(),
    async until(isThere) {
      const deadline = performance.now() + WAIT_MS;
      while (!isThere(html())) {
        if (performance.now() > deadline) throw new Error(`it did not arrive: ${JSON.stringify(frames).slice(-800)}`);
        await Bun.sleep(10);
      }
    },
  };
}

/** What a page says of itself when it opens. */
export const watchFrame = (filter = '', conversation: string | null = null, afterSeq = 0): object => ({
  type: 'watch',
  filter,
  conversation,
  after_seq: afterSeq,
  after_note: 0,
  after_change: 0,
});
