import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Instruction {
  name: string;
  rest: string;
}

export interface Stage {
  base: string;
  name: string | null;
  instructions: Instruction[];
}

/** A Dockerfile's stages. Comments are left out, lines that go on are joined, ARGs of the head put in. */
export function readRecipe(path: string): Stage[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const args = new Map<string, string>();
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    const stage = stages.at(-1);
    if (name === 'ARG' && !stage) args.set(rest.split('=')[0] ?? '', rest.split('=')[1] ?? '');
    else if (name === 'FROM') {
      const [base = '', , as] = rest.split(/\s+/);
      const known = base.replace(/\$\{(\w+)\}/g, (_, arg: string) => args.get(arg) ?? '');
      stages.push({ base: known, name: as ?? null, instructions: [] });
    } else stage?.instructions.push({ name, rest });
  }
  return stages;
}

/** What a COPY takes, and from which stage; null: from the build's context. */
export function copied({ rest }: Instruction): { from: string | null; sources: string[]; target: string } {
  const words = rest.split(/\s+/);
  const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1] ?? null;
  const paths = from === null ? words : words.slice(1);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/**
 * Does by hand what a container's engine would: each stage in a folder of its own that stands for its file system, what is
 * run in its /app. Commands that need an account of the image are left out. Answers the last stage's folder.
 */
export async function cook(stages: readonly Stage[], context: string, folder: string): Promise<string> {
  const done = new Map<string, string>();
  let root = folder;
  for (const [at, stage] of stages.entries()) {
    root = join(folder, `stage-${at}`);
    const before = done.get(stage.base);
    if (before) cpSync(before, root, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(root, 'app'), { recursive: true });
    for (const instruction of stage.instructions) await follow(instruction, root, context, done);
    if (stage.name) done.set(stage.name, root);
  }
  return root;
}

async function follow(instruction: Instruction, root: string, context: string, done: Map<string, string>) {
  const app = join(root, 'app');
  if (instruction.name === 'COPY') {
    const { from, sources, target } = copied(instruction);
    for (const source of sources) {
      const path = from === null ? join(context, source) : join(done.get(from) ?? '', source);
      const isFolder = target.endsWith('/');
      const to = isFolder ? join(app, target, basename(source)) : join(app, target);
      cpSync(path, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    }
  }
  if (instruction.name !== 'RUN' || /\s-o bun\b/.test(instruction.rest)) return;
  const child = Bun.spawn(['sh', '-c', instruction.rest], { cwd: app, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(`${instruction.rest}\n${out}${err}`);
}
