import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What `bun run build` calls a bundle's folder; the digits say of which sources it is. */
export const BUNDLE_NAME = /^bundle-[0-9a-f]{16}$/;

/** The bundle that this process runs from; null when it runs from the sources. */
export const OWN_BUNDLE = BUNDLE_NAME.test(basename(dirname(Bun.main))) ? dirname(Bun.main) : null;

/** The folder of the project. In a bundle `import.meta.dir` names the folder of the source, which may be gone. */
export const PROJECT_ROOT = folderOfPackage(OWN_BUNDLE ?? import.meta.dir);

/** What runs the commands, for processes that start another. */
export const MAIN_PROGRAM = OWN_BUNDLE === null ? join(PROJECT_ROOT, 'src/main.ts') : join(OWN_BUNDLE, 'main.js');

function folderOfPackage(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(parent);
}
