import { readFileSync } from 'node:fs';
import { CLASSES, describe, type MessageClass } from '../../src/ai/triage/classifier.ts';
import { ruleFor } from '../../src/ai/triage/rules.ts';
import { sentences } from '../../src/ai/triage/signals.ts';
import type { Example } from './fit.ts';
import { type Message, mistype } from './messages.ts';
import { type Question, readLines } from './questions.ts';
import { pick, random } from './random.ts';

const TEST_SETS = ['urgent', 'informational', 'handoff'];
const SAMPLES_PER_WORDING = 20;
/** A message stands for all that are like it, most of them mistyped. */
const COPIES_OF_MESSAGE = 6;
const COPIES_OF_QUESTION = 1;
/** There are few questions of the bank itself, and they are nearest to what customers will ask. */
const COPIES_OF_OWN_QUESTION = 6;
const OWN_SOURCES = new Set(['demo bank', 'negatives', 'banking-es']);

/** What the weights are always fitted to: the written-out wordings and the open part of the tests' sets. */
export function readExamples(): Example[] {
  const sets = TEST_SETS.flatMap((set) => readLines(`tests/data/triage-${set}.jsonl`)).filter(
    ({ split }) => split === 'open',
  );
  return [
    ...sets.map(({ text, kind }) => exampleOf(text, kind === 'informational' ? 'none' : kind)),
    ...readWordings(),
  ];
}

function readWordings(): Example[] {
  let kind: MessageClass = 'none';
  const found: Example[] = [];
  for (const line of readFileSync(new URL('wordings.txt', import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('# ')) kind = line.slice(2).trim() as MessageClass;
    else if (line.trim()) {
      const wordings = new Set(Array.from({ length: SAMPLES_PER_WORDING }, () => expand(line)));
      for (const text of wordings) {
        found.push(exampleOf(random() < 0.5 ? text : text.replace(/[?¿]/g, ''), kind));
      }
    }
  }
  return found;
}

/** One wording of a pattern in which `{a|b}` stands for either. */
function expand(pattern: string): string {
  let text = pattern;
  for (;;) {
    const choice = /\{([^{}]*)\}/.exec(text);
    if (!choice) return text;
    const chosen = pick((choice[1] as string).split('|'));
    text = text.slice(0, choice.index) + chosen + text.slice(choice.index + choice[0].length);
  }
}

/** A message as it stands and as hurried people type it. */
export const examplesOfMessage = ({ text, kind }: Message): Example[] => copies(text, kind, COPIES_OF_MESSAGE);

export const examplesOfQuestion = ({ text, kind, source }: Question): Example[] =>
  copies(text, kind, OWN_SOURCES.has(source) ? COPIES_OF_OWN_QUESTION : COPIES_OF_QUESTION);

function copies(text: string, kind: MessageClass, count: number): Example[] {
  const mistyped = Array.from({ length: count - 1 }, () => exampleOf(mistype(text), kind, false));
  return [exampleOf(text, kind), ...mistyped];
}

function exampleOf(text: string, kind: MessageClass, isOriginal = true): Example {
  const label = CLASSES.indexOf(kind);
  if (label < 0) throw new Error(`No class is called ${kind}`);
  const now = sentences(text);
  return {
    features: Int32Array.from(describe(text, now, ruleFor(now, ''))),
    label,
    isOriginal,
  };
}
