// Scores the offline engine on labelled conversations, in this process and in about a second: `bun run eval --help`.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Draft, type Exchange, isUnavailable, type Question } from '../src/ai/answer.ts';
import { detectLanguage } from '../src/ai/language-detection.ts';
import { OfflineEngine } from '../src/ai/offline/engine.ts';
import { Retriever } from '../src/ai/retrieval.ts';
import { type Emergency, triage } from '../src/ai/triage.ts';
import { mask } from '../src/lib/mask.ts';
import { demoArticles, demoTools } from '../tests/support/demo-bank.ts';
import { type Item, judge } from './judge.ts';

const USAGE = `bun run eval [FILE] [--failures] [--min N]

FILE        labelled conversations, one JSON object a line
--failures  shows each reply that is not right, and why
--min N     fails when fewer than N are right

A crossed red line fails always.`;
const DEFAULT_FILE = fileURLToPath(new URL('../../shared/data/demo-bank/eval-dev.jsonl', import.meta.url));
const BANK = 'JoxAI Bank';
const CONTACT = { bankName: BANK, phone: '55 5000 0000', phoneAbroad: '+52 55 5000 0001' };
/** The demo bank's movements end the day before. */
const TODAY = new Date('2026-11-02T12:00:00Z');
const TURN_TIMEOUT_MS = 1_000;

interface Conversation {
  last: Draft;
  replies: string[];
}

interface Score {
  right: number;
  redLines: number;
}

async function evaluate(items: Item[], showsFailures: boolean): Promise<Score> {
  const engine = createEngine();
  const tally = new Map<string, { right: number; all: number }>();
  let redLines = 0;
  let elapsedMs = 0;
  for (const item of items) {
    const began = performance.now();
    const { last, replies } = await converse(engine, item);
    elapsedMs += performance.now() - began;
    const verdict = judge(item, last, replies);
    const reasons = [...verdict.redLines.map((reason) => `RED LINE ${reason}`), ...verdict.wrong];
    for (const key of [item.expect.outcome, item.lang, 'all']) {
      const row = tally.get(key) ?? { right: 0, all: 0 };
      tally.set(key, { right: row.right + Number(reasons.length === 0), all: row.all + 1 });
    }
    if (verdict.redLines.length > 0) redLines += 1;
    if (reasons.length > 0 && showsFailures) printFailure(item, last, reasons);
  }
  for (const [key, { right, all }] of tally) {
    print(`${key.padEnd(10)} ${right} of ${all} (${((100 * right) / all).toFixed(1)} %)`);
  }
  const turns = items.reduce((sum, item) => sum + item.turns.length, 0);
  print(`red lines ${redLines}; ${(elapsedMs / turns).toFixed(2)} ms a turn`);
  return { right: tally.get('all')?.right ?? 0, redLines };
}

function createEngine(): OfflineEngine {
  const retriever = new Retriever();
  retriever.replace(demoArticles(), 1);
  return new OfflineEngine(retriever, { now: () => TODAY, monotonic: () => performance.now() });
}

async function converse(engine: OfflineEngine, { turns, lang, identity }: Item): Promise<Conversation> {
  const customer = identity.startsWith('verified:') ? identity.slice('verified:'.length) : null;
  const history: Exchange[] = [];
  const drafts: Draft[] = [];
  for (const turn of turns) {
    const { text } = mask(turn);
    const language = detectLanguage(turn, lang === 'en' ? 'en' : 'es');
    const level = customer ? 1 : 0;
    const question = { text, language, history: [...history], level, bankName: BANK, passages: [] };
    const reply = await replyTo(engine, question, customer);
    drafts.push(reply);
    history.push({ role: 'customer', content: text }, { role: 'assistant', content: reply.text });
  }
  return { last: drafts.at(-1) as Draft, replies: drafts.map(({ text }) => text) };
}

async function replyTo(engine: OfflineEngine, question: Question, customer: string | null): Promise<Draft> {
  const emergency = triage(question.text, question.history);
  if (emergency) return handedOver(emergency, question);
  const reply = await engine.answer(question, demoTools(customer), () => {}, AbortSignal.timeout(TURN_TIMEOUT_MS));
  if (isUnavailable(reply)) throw new Error('the offline engine is always available');
  return reply;
}

const handedOver = ({ handoff, text }: Emergency, { language }: Question): Draft => ({
  outcome: 'handoff',
  text: text(language, CONTACT),
  citations: [],
  confidence: 1,
  intent: null,
  action: null,
  handoff,
  suggestEscalation: true,
  evidence: [],
  provider: 'triage',
  model: null,
  usage: null,
});

function printFailure({ id, lang, identity, turns }: Item, { text }: Draft, reasons: string[]): void {
  print(`\n${id} [${lang}, ${identity}] ${turns.join(' / ')}\n  → ${text.replace(/\s+/g, ' ')}`);
  for (const reason of reasons) print(`  ✗ ${reason}`);
}

const readItems = (file: string): Item[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Shape: the exit code. */
async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean' }, failures: { type: 'boolean', default: false }, min: { type: 'string' } },
  });
  const file = positionals[0] ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : null);
  const least = Number(values.min ?? 0);
  if (values.help || file === null || Number.isNaN(least)) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  const { right, redLines } = await evaluate(readItems(file), values.failures);
  return right < least || redLines > 0 ? 1 : 0;
}

process.exitCode = await run(process.argv.slice(2));
