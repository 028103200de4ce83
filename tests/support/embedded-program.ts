// A program that starts an embedded database and ends without stopping it, as soon as its input does.
import { startEmbedded } from '../../src/db/embedded.ts';

const [dataDir = '', end = 'SIGKILL'] = process.argv.slice(2);
await startEmbedded({ dataDir, settings: { fsync: 'off', shared_buffers: '16MB', max_connections: '20' } });
process.stdout.write('up\n');
await Bun.stdin.text();
if (end === 'exit') process.exit(0);
if (end === 'throw') throw new Error('thrown on purpose');
await Bun.sleep(60_000);
