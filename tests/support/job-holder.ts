// A process of the pool that has one job alone, and tells when its runs begin and end. It may be killed.
import postgres from 'postgres';
import { startJob } from '../../src/jobs/once.ts';

const [databaseUrl = '', name = '', everySeconds = '1', runMs = '0'] = process.argv.slice(2);
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
const tell = (word: string) => process.stdout.write(`${word} ${performance.timeOrigin + performance.now()}\n`);

startJob(sql, {
  name,
  everySeconds: Number(everySeconds),
  async run() {
    tell('begun');
    await Bun.sleep(Number(runMs));
    tell('ended');
  },
  onError: () => tell('failed'),
});
tell('ready');
