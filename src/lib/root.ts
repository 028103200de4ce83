import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, for the sources and for a bundle of them alike. */
export const PROJECT_ROOT = folderOfPackage(import.meta.dir);

function folderOfPackage(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(parent);
}
