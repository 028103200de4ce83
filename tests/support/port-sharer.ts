// Another process that answers on a port that it shares, until its parent is gone.
const [port = '0'] = process.argv.slice(2);

Bun.serve({ port: Number(port), hostname: '127.0.0.1', reusePort: true, fetch: () => new Response('other') });
process.on('disconnect', () => process.exit());
process.send?.('listening');
