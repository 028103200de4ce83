// Fits the weights of src/ai/triage/classifier.ts: `bun bench/train-triage.ts` writes src/ai/triage/weights.json, and
// `bun bench/train-triage.ts --folds 5` shows instead how messages fare that the weights were not fitted to.
// Data: the wordings and messages in bench/triage/, written for this; the open part of the triage tests' sets; the demo
// bank's example questions and unanswerable questions as what is no emergency; customers' questions of Banking77 (CC BY
// 4.0, see NOTICE) and its Spanish counterpart. The held-out and fresh parts of the test sets are left out.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Weights } from '../src/ai/triage/classifier.ts';
import { decide } from '../src/ai/triage/decision.ts';
import { sentences } from '../src/ai/triage/signals.ts';
import { examplesOf, type Message, readExamples, readMessages } from './triage/examples.ts';
import { fit } from './triage/fit.ts';

const WEIGHTS = new URL('../src/ai/triage/weights.json', import.meta.url);
const NEEDS = new Set<string>(['bereavement', 'legal', 'complaint', 'person']);

const { values } = parseArgs({ options: { folds: { type: 'string' }, misses: { type: 'boolean' } } });
if (values.folds) judge(Number(values.folds));
else write(fit([...readExamples(), ...readMessages().flatMap(examplesOf)]));

function write({ scale, biases, values: weights }: Weights): void {
  writeFileSync(
    WEIGHTS,
    `{
  "scale": ${scale},
  "biases": [${biases.join(', ')}],
  "weights": "${Buffer.from(weights.buffer).toString('base64')}"
}
`,
  );
}

/** Prints, by language and kind, how many messages are understood by weights fitted to the others. */
function judge(folds: number): void {
  const messages = readMessages();
  const others = readExamples();
  const tally = new Map<string, { right: number; all: number }>();
  for (let fold = 0; fold < folds; fold += 1) {
    const seen = messages.filter((_, at) => at % folds !== fold);
    const weights = fit([...others, ...seen.flatMap(examplesOf)]);
    for (const message of messages.filter((_, at) => at % folds === fold)) count(tally, message, weights);
  }
  for (const [name, { right, all }] of [...tally].sort()) {
    print(name.padEnd(20), `${right}/${all}`.padStart(8), `${((100 * right) / all).toFixed(1)} %`.padStart(8));
  }
}

function count(tally: Map<string, { right: number; all: number }>, { kind, lang, text }: Message, weights: Weights) {
  const found = decide(text, sentences(text), '', weights);
  const group = groupOf(kind);
  const isRight = group === 'handoff' ? found === kind : groupOf(found) === group;
  if (!isRight && values.misses) print(`${lang} ${kind} → ${found}: ${text}`);
  for (const name of [`${lang} ${group}`, `${lang} ${group} ${kind}`]) {
    const counted = tally.get(name) ?? { right: 0, all: 0 };
    tally.set(name, { right: counted.right + Number(isRight), all: counted.all + 1 });
  }
}

function print(...parts: string[]): void {
  process.stdout.write(`${parts.join(' ')}\n`);
}

function groupOf(kind: string | null): 'calm' | 'handoff' | 'urgent' {
  if (kind === null || kind === 'none') return 'calm';
  return NEEDS.has(kind) || kind === 'abuse' ? 'handoff' : 'urgent';
}
