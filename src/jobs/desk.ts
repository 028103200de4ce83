import type { Context } from '../context.ts';
import { partitionState, preparePartitions } from '../db/partitions.ts';
import { MEASURE_JOB, measureDays } from '../features/analytics/measuring.ts';
import { anchorDaily } from '../features/audit/anchoring.ts';
import { verifyRoutinely } from '../features/audit/verification.ts';
import { assignWaiting, returnSilent } from '../features/conversations/assignment.ts';
import { updateSearchIndex } from '../features/conversations/search.ts';
import { forgetOldImports } from '../features/customer-import/service.ts';
import { followMerges } from '../features/customers/merge.ts';
import { collectGaps } from '../features/knowledge/gaps.ts';
import { tellWaiting } from '../features/notifications/waiting.ts';
import { purgePast } from '../features/retention/purge.ts';
import { runClocks } from '../features/tickets/sla.ts';
import { removeOrphans } from '../features/uploads/orphans.ts';
import type { Start } from './once.ts';

const ASSIGN_EVERY_SECONDS = 1;
const RETURN_EVERY_SECONDS = 5;
const INDEX_EVERY_SECONDS = 10;
const CLOCKS_EVERY_SECONDS = 5;
const TELL_EVERY_SECONDS = 2;
const GAPS_EVERY_SECONDS = 5;
const MEASURE_EVERY_SECONDS = 30;
const FORGET_EVERY_SECONDS = 60 * 60;
const PURGE_EVERY_SECONDS = 24 * 60 * 60;
const AUDIT_EVERY_SECONDS = 60;
/** Of looks whether the day has its anchor: one that could not be written, or was not taken, is not missing for long. */
const ANCHOR_EVERY_SECONDS = 10 * 60;

/** What keeps the desk going, each once over all processes: begun by `start`. */
export function deskJobs<Begun>(ctx: Context, start: Start<Begun>): Begun[] {
  return [
    start('assign', ASSIGN_EVERY_SECONDS, () => assignWaiting(ctx)),
    start('return_silent', RETURN_EVERY_SECONDS, () => returnSilent(ctx)),
    start('sla', CLOCKS_EVERY_SECONDS, () => runClocks(ctx)),
    start('tell_waiting', TELL_EVERY_SECONDS, () => tellWaiting(ctx)),
    start('forget_imports', FORGET_EVERY_SECONDS, () => forgetOldImports(ctx)),
    start('follow_merges', FORGET_EVERY_SECONDS, () => followMerges(ctx)),
    start('orphan_files', FORGET_EVERY_SECONDS, () => removeOrphans(ctx)),
    start('knowledge_gaps', GAPS_EVERY_SECONDS, () => collectGaps(ctx)),
    start('audit_chain', AUDIT_EVERY_SECONDS, () => verifyRoutinely(ctx)),
    start('audit_anchor', ANCHOR_EVERY_SECONDS, () => anchorDaily(ctx)),
    start(MEASURE_JOB, MEASURE_EVERY_SECONDS, () => measureDays(ctx)),
    start('search_index', INDEX_EVERY_SECONDS, () => updateSearchIndex(ctx)),
    start('purge', PURGE_EVERY_SECONDS, () => purgePast(ctx)),
    start('partitions', FORGET_EVERY_SECONDS, () => keepPartitions(ctx)),
  ];
}

/** Makes the partitions of the months to come. Rows without one of their own are moved, and told: somebody's clock is wrong. */
async function keepPartitions({ db, log }: Context): Promise<void> {
  const { strays } = await partitionState(db.sql);
  if (strays > 0) log.error({ strays }, 'rows fell into a default partition');
  await preparePartitions(db.sql);
}
