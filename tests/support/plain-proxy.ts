/** A proxy as one is written in five minutes: it knows no upgrades, unpacks what was packed, and drops headers. */
export function startPlainProxy(origin: string, dropped: readonly string[]): { origin: string; stop(): Promise<void> } {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const answer = await fetch(origin + pathname + search, {
        method: request.method,
        headers: {
          'content-type': request.headers.get('content-type') ?? 'text/plain',
          authorization: request.headers.get('authorization') ?? '',
          via: '1.1 plain',
        },
        ...(request.method === 'POST' && { body: await request.text() }),
        redirect: 'manual',
      });
      const headers = new Headers(answer.headers);
      for (const name of [...dropped, 'content-encoding', 'content-length']) headers.delete(name);
      return new Response(await answer.bytes(), { status: answer.status, headers });
    },
  });
  return { origin: server.url.origin, stop: () => server.stop(true) };
}
