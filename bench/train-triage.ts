// Fits the weights of src/ai/triage/classifier.ts: `bun bench/train-triage.ts` writes src/ai/triage/weights.json, and
// `bun bench/train-triage.ts --folds 5` shows instead how texts fare that the weights were not fitted to.
// Data: the wordings and messages in bench/triage/, written for this; the open part of the triage tests' sets; the demo
// bank's example questions and unanswerable questions as what is no emergency; customers' questions of Banking77 (CC BY
// 4.0, see NOTICE), its Spanish counterpart and CLINC150. The held-out and fresh parts of the test sets are left out.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Weights } from '../src/ai/triage/classifier.ts';
import { examplesOfMessage, examplesOfQuestion, readExamples } from './triage/examples.ts';
import { fit } from './triage/fit.ts';
import { judge } from './triage/folds.ts';
import { readMessages } from './triage/messages.ts';
import { readQuestions } from './triage/questions.ts';

const WEIGHTS = new URL('../src/ai/triage/weights.json', import.meta.url);

const { values } = parseArgs({ options: { folds: { type: 'string' }, misses: { type: 'boolean', default: false } } });
if (values.folds) judge(Number(values.folds), values.misses);
else {
  const texts = [...readMessages().flatMap(examplesOfMessage), ...readQuestions().flatMap(examplesOfQuestion)];
  write(fit([...readExamples(), ...texts]));
}

function write({ scale, biases, features, values: weights }: Weights): void {
  writeFileSync(
    WEIGHTS,
    `{
  "scale": ${scale},
  "biases": [${biases.join(', ')}],
  "features": "${Buffer.from(features.buffer).toString('base64')}",
  "weights": "${Buffer.from(weights.buffer).toString('base64')}"
}
`,
  );
}
