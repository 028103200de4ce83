import { join, resolve } from 'node:path';
import type { SettingsReader } from './reader.ts';
import { weaknessOf } from './secrets.ts';

/** Where signed words about the audit log's end are written every day, outside of the database. */
export interface AnchorConfig {
  folder: string;
  /** Gets each of them by POST; null: nobody does. */
  url: string | null;
  /** The first signs them, and all tell which are ours; empty: a key derived from SECRET_KEY does. */
  keys: string[];
}

export function readAnchors(reader: SettingsReader, dataDir: string, isProduction: boolean): AnchorConfig {
  const folder = reader.text('AUDIT_ANCHOR_DIR');
  const keys = reader.list('AUDIT_ANCHOR_KEY') ?? [];
  const weakness = keys.map(weaknessOf).find((one) => one !== null);
  if (weakness) reader.fault('AUDIT_ANCHOR_KEY', weakness);
  return {
    folder: folder === null ? join(dataDir, 'audit-anchors') : resolve(folder),
    url: reader.url('AUDIT_ANCHOR_URL', isProduction ? ['https:'] : ['https:', 'http:']),
    keys,
  };
}
