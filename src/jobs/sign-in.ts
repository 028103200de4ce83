import type { Context } from '../context.ts';
import { checkProviderSessions } from '../features/auth/oidc-sessions.ts';
import { closeSessions, forgetSignInHistory } from '../features/auth/session-upkeep.ts';
import { resealFactors } from '../features/auth/two-factor.ts';
import { startJob } from './once.ts';

const CLOSE_EVERY_SECONDS = 15;
const CHECK_EVERY_SECONDS = 2;
const RESEAL_EVERY_SECONDS = 60;
const FORGET_EVERY_SECONDS = 60 * 60;

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
    start('reseal_factors', RESEAL_EVERY_SECONDS, () => resealFactors(ctx)),
    start('forget_sign_ins', FORGET_EVERY_SECONDS, () => forgetSignInHistory(ctx)),
    ...(ctx.config.oidc ? [start('check_provider', CHECK_EVERY_SECONDS, () => checkProviderSessions(ctx))] : []),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
