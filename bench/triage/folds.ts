import type { Weights } from '../../src/ai/triage/classifier.ts';
import { decide } from '../../src/ai/triage/decision.ts';
import { sentences } from '../../src/ai/triage/signals.ts';
import { words } from '../../src/lib/text.ts';
import { examplesOfMessage, examplesOfQuestion, readExamples } from './examples.ts';
import { type Example, fit } from './fit.ts';
import { type Message, readMessages } from './messages.ts';
import { type Question, readQuestions } from './questions.ts';

/** A text that weights judge which were not fitted to it. */
interface Trial {
  /** What it is counted under. */
  names: string[];
  kind: string;
  text: string;
  fold: number;
  examples: Example[];
}

const NEEDS = new Set<string>(['bereavement', 'legal', 'complaint', 'person', 'abuse']);
/** Share of common words from which two messages are variants of one. */
const ALIKE = 0.5;
/** Units: words. */
const LONG = 30;
/** Neighbours in the files of questions are often about one matter. */
const NEIGHBOURS = 20;

/** Prints, by language and kind and by source, how many texts are understood by weights fitted to the others. */
export function judge(folds: number, showsMisses: boolean): void {
  const trials = [...trialsOfMessages(readMessages(), folds), ...trialsOfQuestions(readQuestions(), folds)];
  const always = readExamples();
  const tally = new Map<string, { right: number; all: number }>();
  for (let fold = 0; fold < folds; fold += 1) {
    const others = trials.filter((trial) => trial.fold !== fold);
    const classifier = fit([...always, ...others.flatMap(({ examples }) => examples)]);
    for (const trial of trials.filter((one) => one.fold === fold)) count(tally, trial, classifier, showsMisses);
  }
  for (const [name, { right, all }] of [...tally].sort()) {
    print(name.padEnd(28), `${right}/${all}`.padStart(12), `${((100 * right) / all).toFixed(1)} %`.padStart(8));
  }
}

function trialsOfMessages(messages: Message[], folds: number): Trial[] {
  const foldsOf = alike(messages.map((message) => ({ ...message, fold: Math.floor(message.place * folds) })));
  return messages.map((message, at) => ({
    names: namesOf(message),
    kind: message.kind,
    text: message.text,
    fold: foldsOf[at] as number,
    examples: examplesOfMessage(message),
  }));
}

function namesOf({ lang, kind, text }: Message): string[] {
  const group = `${lang} ${groupOf(kind)}`;
  return [group, ...(words(text).length >= LONG ? [`${group}, long`] : []), `${group} ${kind}`];
}

/** The fold of each message: that of the first one before it that it is a variant of, else its own. */
function alike(messages: (Message & { fold: number })[]): number[] {
  const bags = messages.map(({ text }) => new Set(words(text)));
  const byWord = new Map<string, number[]>();
  const folds = messages.map(({ fold }) => fold);
  bags.forEach((bag, at) => {
    const shared = new Map<number, number>();
    for (const word of bag) {
      for (const other of byWord.get(word) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
      byWord.set(word, [...(byWord.get(word) ?? []), at]);
    }
    for (const [other, common] of shared) {
      if (common / (bag.size + (bags[other] as Set<string>).size - common) < ALIKE) continue;
      folds[at] = folds[other] as number;
      break;
    }
  });
  return folds;
}

const trialsOfQuestions = (questions: Question[], folds: number): Trial[] =>
  questions.map((question, at) => ({
    names: [`${question.source} ${groupOf(question.kind)}`],
    kind: question.kind,
    text: question.text,
    fold: Math.floor(at / NEIGHBOURS) % folds,
    examples: examplesOfQuestion(question),
  }));

function count(
  tally: Map<string, { right: number; all: number }>,
  { names, kind, text }: Trial,
  classifier: Weights,
  showsMisses: boolean,
): void {
  const found = decide(text, sentences(text), '', classifier);
  const group = groupOf(kind);
  const isRight = group === 'handoff' ? found === kind : groupOf(found) === group;
  if (!isRight && showsMisses) print(`${names.at(-1)} → ${found}: ${text}`);
  for (const name of names) {
    const counted = tally.get(name) ?? { right: 0, all: 0 };
    tally.set(name, { right: counted.right + Number(isRight), all: counted.all + 1 });
  }
}

function groupOf(kind: string | null): 'calm' | 'handoff' | 'urgent' {
  if (kind === null || kind === 'none') return 'calm';
  return NEEDS.has(kind) ? 'handoff' : 'urgent';
}

function print(...parts: string[]): void {
  process.stdout.write(`${parts.join(' ')}\n`);
}
