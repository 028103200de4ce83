import { createServer } from 'node:net';

/**
 * Whether nobody listens on the port. A listener of the same user that shares its port would otherwise take a part
 * of our connections without anybody noticing.
 */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(false) : fail(error)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => done(true)));
  });
}
