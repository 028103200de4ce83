/** The process that makes the load: reads one job as JSON from its input, does it, and writes the result as JSON. */
import type { Job, LoadResult } from './job.ts';
import { runHttpLoad } from './load-http.ts';
import { runIdleLoad, runSocketLoad } from './load-sockets.ts';

const job: Job = await Bun.stdin.json();
process.stdout.write(JSON.stringify(await run(job)));
process.exit(0);

async function run(job: Job): Promise<LoadResult> {
  switch (job.type) {
    case 'http':
      return (await runHttpLoad(job)).result();
    case 'socket':
      return (await runSocketLoad(job)).result();
    case 'idle': {
      const { tally, memoryPerSocket } = await runIdleLoad(job);
      return { ...(await tally.result()), memoryPerSocket };
    }
  }
}
