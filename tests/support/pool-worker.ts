// A worker that knows no application: it answers its process number, and misbehaves when asked to.
import { existsSync } from 'node:fs';
import { BOOT_FAILURE_EXIT_CODE, type SupervisorMessage } from '../../src/supervisor/messages.ts';

const [port = '0', mode = 'serve', dataDir = ''] = process.argv.slice(2);
const ROUTES: Record<string, () => Response | Promise<Response>> = {
  '/': () => new Response(String(process.pid)),
  '/slow': async () => {
    process.stdout.write('slow begun\n');
    await Bun.sleep(700);
    return new Response('finished');
  },
  '/spin': () => {
    for (;;);
  },
  '/recycle': () => {
    process.send?.({ type: 'recycle', reason: 'age' });
    return new Response(String(process.pid));
  },
};

// A program that was broken since the service started.
if (mode === 'fail' || existsSync(`${dataDir}/broken`)) process.exit(BOOT_FAILURE_EXIT_CODE);
if (mode === 'crash') process.exit(1);

const supervisor = process.ppid;
const beat = () => {
  if (process.ppid !== supervisor) process.exit(0);
  const load = { requests: 0, openRequests: 0, sockets: 0, memoryBytes: process.memoryUsage.rss() };
  process.send?.({ type: 'beat', load });
};
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
setInterval(beat, 250);

const server = Bun.serve({
  port: Number(port),
  hostname: '127.0.0.1',
  reusePort: true,
  idleTimeout: 60,
  fetch: (request) => ROUTES[new URL(request.url).pathname]?.() ?? new Response('', { status: 404 }),
});
const leave = async () => {
  if (mode === 'stubborn') return;
  await server.stop();
  process.exit(0);
};
process.on('SIGTERM', leave);
process.on('SIGQUIT', () => mode !== 'stubborn' && process.exit(0));
process.on('message', (message: SupervisorMessage) => message.type === 'leave' && leave());
process.send?.({ type: 'ready' });
