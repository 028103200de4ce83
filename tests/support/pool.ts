// A service of stand-in workers under the real supervisor, as a process of its own that tests may signal and kill.
import { Control } from '../../src/supervisor/control.ts';
import { createLog } from '../../src/supervisor/log.ts';
import { runSupervisor } from '../../src/supervisor/supervisor.ts';

const [workers, port = '0', heartbeatTimeoutMs, gracefulTimeoutMs, mode = 'serve', dataDir = ''] =
  process.argv.slice(2);
const { log, reopen } = createLog({ threshold: 'debug', format: 'access', file: null });
const control = await Control.open(dataDir, log);

process.exitCode = await runSupervisor({
  command: () => [process.execPath, `${import.meta.dir}/pool-worker.ts`, port, mode, dataDir],
  env: process.env,
  workers: Number(workers),
  heartbeatTimeoutMs: Number(heartbeatTimeoutMs),
  gracefulTimeoutMs: Number(gracefulTimeoutMs),
  maxBooting: 2,
  version: '0.0.0',
  control,
  log,
  reopenLog: reopen,
  onReady: () => process.stdout.write('all ready\n'),
});
await control.close();
process.exit();
