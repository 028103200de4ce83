import type { Context } from '../context.ts';
import { resealAll } from '../db/sealed.ts';
import { checkProviderSessions } from '../features/auth/oidc-sessions.ts';
import { closeSessions } from '../features/auth/session-upkeep.ts';
import type { Start } from './once.ts';

const CLOSE_EVERY_SECONDS = 15;
const CHECK_EVERY_SECONDS = 2;
const RESEAL_EVERY_SECONDS = 60;

/** What keeps the sessions of staff true, each once over all processes: begun by `start`. */
export function signInJobs<Begun>(ctx: Context, start: Start<Begun>): Begun[] {
  return [
    start('close_sessions', CLOSE_EVERY_SECONDS, () => closeSessions(ctx)),
    start('reseal_secrets', RESEAL_EVERY_SECONDS, () => reseal(ctx)),
    ...(ctx.config.oidc ? [start('check_provider', CHECK_EVERY_SECONDS, () => checkProviderSessions(ctx))] : []),
  ];
}

/** Only while there is an earlier secret that could open what it sealed. */
async function reseal({ config, db, vault, log }: Context): Promise<void> {
  if (config.secretKeyPrevious === null) return;
  const count = await resealAll(db.sql, vault);
  if (count > 0) log.info({ count }, 'secrets were sealed anew under SECRET_KEY');
}
