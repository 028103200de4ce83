// Scores the offline engine on labelled conversations, in this process and in about a second: `bun run eval --help`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Desk } from './conversing.ts';
import { type Item, judge } from './judge.ts';
import { fallsSince, isRight, type Judged, type SetScores, scoresOf, tableOf } from './scores.ts';
import { findSets, readSets } from './sets.ts';

const USAGE = `bun run eval [FILE…]

FILE              labelled conversations, one JSON object a line; by default the sets named in docs/evaluation.md
--failures        shows each reply that is not right, and why
--min N           fails when fewer than N conversations of the first set are right
--baseline FILE   what the scores are compared with; by default bench/eval-baseline.json
--write-baseline  makes these scores the ones that later runs are compared with

A crossed red line fails always, and so does a rate more than two points below the baseline's.`;

const BASELINE_FILE = fileURLToPath(new URL('./eval-baseline.json', import.meta.url));

async function judgeAll(desk: Desk, items: Item[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const item of items) {
    const conversation = await desk.converse(item);
    judged.push({ item, conversation, verdict: judge(item, conversation.last, conversation.replies) });
  }
  return judged;
}

function printFailure({ item: { id, lang, identity, turns }, conversation, verdict }: Judged): void {
  print(`\n${id} [${lang}, ${identity}] ${turns.join(' / ')}\n  → ${conversation.last.text.replace(/\s+/g, ' ')}`);
  for (const reason of verdict.redLines) print(`  ✗ RED LINE ${reason}`);
  for (const reason of verdict.wrong) print(`  ✗ ${reason}`);
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Shape: the exit code. */
async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      failures: { type: 'boolean', default: false },
      min: { type: 'string' },
      baseline: { type: 'string', default: BASELINE_FILE },
      'write-baseline': { type: 'boolean', default: false },
    },
  });
  const least = Number(values.min ?? 0);
  if (values.help || Number.isNaN(least)) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  const { files, missing } = positionals.length > 0 ? { files: positionals, missing: [] } : findSets();
  for (const name of missing) print(`Left out: ${name}. It is not at hand (docs/evaluation.md).`);
  const scores = await score(readSets(files), values.failures);
  const baseline = readBaseline(values.baseline);
  if (values['write-baseline']) {
    // What was not asked this time keeps its scores.
    writeFileSync(values.baseline, `${JSON.stringify({ ...baseline, ...scores }, null, 2)}\n`);
  }
  return verdictOn(scores, values['write-baseline'] ? {} : baseline, least);
}

async function score(sets: Map<string, Item[]>, showsFailures: boolean): Promise<Record<string, SetScores>> {
  const desk = await Desk.open();
  const scores: Record<string, SetScores> = {};
  const turns = [...sets.values()].flat().reduce((sum, item) => sum + item.turns.length, 0);
  const began = performance.now();
  for (const [name, items] of sets) {
    const judged = await judgeAll(desk, items);
    scores[name] = scoresOf(judged);
    if (showsFailures) for (const one of judged.filter(({ verdict }) => !isRight(verdict))) printFailure(one);
    print(`\n${tableOf(name, scores[name])}`);
  }
  print(`\n${((performance.now() - began) / turns).toFixed(2)} ms a turn`);
  return scores;
}

const readBaseline = (file: string): Record<string, SetScores> =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

function verdictOn(scores: Record<string, SetScores>, baseline: Record<string, SetScores>, least: number): number {
  const falls = fallsSince(baseline, scores);
  for (const fall of falls) print(`FALLEN ${fall}`);
  const crossed = Object.values(scores).some(({ redLines }) => redLines > 0);
  if (crossed) print('A RED LINE IS CROSSED');
  const [first] = Object.values(scores);
  const right = Object.values(first?.byOutcome ?? {}).reduce((sum, row) => sum + row.right, 0);
  return falls.length > 0 || crossed || right < least ? 1 : 0;
}

process.exitCode = await run(process.argv.slice(2));
