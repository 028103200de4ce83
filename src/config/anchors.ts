import { join, resolve } from 'node:path';
import type { SettingsReader } from './reader.ts';
import { weaknessOf } from './secrets.ts';

/** Where signed words about the audit log's end are written every day, outside of the database. */
export interface AnchorConfig {
  folder: string;
  /** Gets each of them by POST; null: nobody does. */
  url: string | null;
  /** What signs them; null: a key derived from SECRET_KEY. */
  key: string | null;
}

export function readAnchors(reader: SettingsReader, dataDir: string, isProduction: boolean): AnchorConfig {
  const folder = reader.text('AUDIT_ANCHOR_DIR');
  const key = reader.text('AUDIT_ANCHOR_KEY');
  const weakness = key === null ? null : weaknessOf(key);
  if (weakness !== null) reader.fault('AUDIT_ANCHOR_KEY', weakness);
  return {
    folder: folder === null ? join(dataDir, 'audit-anchors') : resolve(folder),
    url: reader.url('AUDIT_ANCHOR_URL', isProduction ? ['https:'] : ['https:', 'http:']),
    key,
  };
}
