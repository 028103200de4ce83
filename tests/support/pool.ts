// A service of stand-in workers under the real supervisor, as a process of its own that tests may signal and kill.
import { createLog } from '../../src/supervisor/log.ts';
import { runSupervisor } from '../../src/supervisor/supervisor.ts';

const [workers = '2', port = '0', heartbeatTimeoutMs = '3000', gracefulTimeoutMs = '3000', mode = 'serve'] =
  process.argv.slice(2);

process.exitCode = await runSupervisor({
  command: [process.execPath, `${import.meta.dir}/pool-worker.ts`, port, mode],
  env: process.env,
  workers: Number(workers),
  heartbeatTimeoutMs: Number(heartbeatTimeoutMs),
  gracefulTimeoutMs: Number(gracefulTimeoutMs),
  maxBooting: 2,
  log: createLog('debug', 'access'),
  onReady: () => process.stdout.write('all ready\n'),
});
process.exit();
