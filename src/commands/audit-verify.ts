import { readFile } from 'node:fs/promises';
import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { linesOf } from '../features/audit/anchor-files.ts';
import { checkAnchors } from '../features/audit/anchoring.ts';
import { walkChain } from '../features/audit/verification.ts';
import { say } from './console.ts';
import { withDatabase } from './database.ts';

const WRONG = {
  changed: 'is not what its hash says',
  out_of_chain: 'does not follow the one before it: something was removed, put in or moved',
  missing: 'is missing',
  rewritten: 'is not what was written down about it: the chain was reckoned anew',
  anchor: 'is the last that a sound anchor names: one after it was changed, taken out or signed by another key',
} as const;

/**
 * Looks at the whole audit log, and compares it with the anchors of AUDIT_ANCHOR_DIR and of the files that are named.
 * Returns 1 where something is wrong.
 */
export async function auditVerify(env: Environment, paths: string[]): Promise<number> {
  const config = readConfig(env);
  const more = await Promise.all(paths.map(async (path) => linesOf(`${await readFile(path, 'utf8')}\n`)));
  return withDatabase(config, async (url) => {
    const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-audit-verify' });
    try {
      let anchors = 0;
      const { point, bad } = await walkChain(database.sql, null, {
        checkAnchors: async () => {
          const checked = await checkAnchors(database.sql, config, more);
          anchors = checked.count;
          return checked.bad;
        },
      });
      say(`${point.entries} entries, ${anchors} anchors`);
      if (bad === null) say('The audit log is whole.');
      else say(`The audit log is broken: entry ${bad.id} ${WRONG[bad.fault]}.`);
      return bad === null ? 0 : 1;
    } finally {
      await database.close();
    }
  });
}
