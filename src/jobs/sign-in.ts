import type { Context } from '../context.ts';
import { resealAll } from '../db/sealed.ts';
import { checkProviderSessions } from '../features/auth/oidc-sessions.ts';
import { closeSessions } from '../features/auth/session-upkeep.ts';
import { startJob } from './once.ts';

const CLOSE_EVERY_SECONDS = 15;
const CHECK_EVERY_SECONDS = 2;
const RESEAL_EVERY_SECONDS = 60;

/** What keeps the sessions of staff true, each once over all processes. */
export function startSignInJobs(ctx: Context): () => Promise<void> {
  const start = (name: string, everySeconds: number, run: () => Promise<unknown>) =>
    startJob(ctx.db.sql, {
      name,
      everySeconds,
      run,
      onError: (err) => ctx.log.warn({ err, job: name }, 'a job failed'),
    });
  const stops = [
    start('close_sessions', CLOSE_EVERY_SECONDS, () => closeSessions(ctx)),
    start('reseal_secrets', RESEAL_EVERY_SECONDS, () => reseal(ctx)),
    ...(ctx.config.oidc ? [start('check_provider', CHECK_EVERY_SECONDS, () => checkProviderSessions(ctx))] : []),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Only while there is an earlier secret that could open what it sealed. */
async function reseal({ config, db, vault, log }: Context): Promise<void> {
  if (config.secretKeyPrevious === null) return;
  const count = await resealAll(db.sql, vault);
  if (count > 0) log.info({ count }, 'secrets were sealed anew under SECRET_KEY');
}
