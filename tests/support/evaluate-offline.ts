// Scores the offline engine in this process by the rules of the HTTP evaluation, in about a second:
//   bun tests/support/evaluate-offline.ts FILE [--failures]
import { readFileSync } from 'node:fs';
import { type Draft, type Exchange, isUnavailable, PRIORITIES } from '../../src/ai/answer.ts';
import { detectLanguage } from '../../src/ai/language-detection.ts';
import { OfflineEngine } from '../../src/ai/offline/engine.ts';
import { Retriever } from '../../src/ai/retrieval.ts';
import { triage } from '../../src/ai/triage.ts';
import { mask } from '../../src/lib/mask.ts';
import { demoArticles, demoTools } from './demo-bank.ts';

interface Item {
  id: string;
  lang: string;
  turns: string[];
  identity: string;
  expect: {
    outcome: Draft['outcome'];
    must_include?: string[];
    must_not_include?: string[];
    articles?: string[];
    action?: string;
    category?: string;
    min_priority?: (typeof PRIORITIES)[number];
  };
}

const fold = (text: string): string =>
  text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[*_`]/g, '').replace(/\s+/g, ' ');

function contains(text: string, alternative: string): boolean {
  const wanted = fold(alternative).trim();
  const digits = wanted.replace(/[\s-]/g, '');
  if (/^\d{12,}$/.test(digits)) return fold(text).replace(/[\s-]/g, '').includes(digits);
  const before = /^\d/.test(wanted) ? '(?<![\\d]|\\d[.,])' : '';
  const after = /\d$/.test(wanted) ? '(?!\\d|[.,]\\d)' : '';
  return new RegExp(before + wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + after).test(fold(text));
}
const anyOf = (text: string, alternatives: string): boolean =>
  alternatives.split('|').some((one) => contains(text, one));

const retriever = new Retriever();
retriever.replace(demoArticles(), 1);
const clock = { now: () => new Date('2026-11-02T12:00:00Z'), monotonic: () => performance.now() };
const engine = new OfflineEngine(retriever, clock);

async function converse(item: Item): Promise<{ last: Draft; replies: string[] }> {
  const customer = item.identity.startsWith('verified:') ? item.identity.slice(9) : null;
  const history: Exchange[] = [];
  const replies: string[] = [];
  let last: Draft | null = null;
  for (const turn of item.turns) {
    const { text } = mask(turn);
    const language = detectLanguage(turn, item.lang === 'en' ? 'en' : 'es');
    const question = {
      text,
      language,
      history: [...history],
      level: customer ? 1 : 0,
      bankName: 'JoxAI Bank',
      passages: [],
    };
    const emergency = triage(text, history);
    if (emergency) last = handedOff(emergency.handoff, emergency.text(language, 'JoxAI Bank'));
    else {
      const reply = await engine.answer(question, demoTools(customer), () => {}, AbortSignal.timeout(1000));
      if (isUnavailable(reply)) throw new Error('the offline engine is always available');
      last = reply;
    }
    replies.push(last.text);
    history.push({ role: 'customer', content: text }, { role: 'assistant', content: last.text });
  }
  return { last: last as Draft, replies };
}

const handedOff = (handoff: NonNullable<Draft['handoff']>, text: string): Draft => ({
  outcome: 'handoff',
  text,
  citations: [],
  confidence: 1,
  intent: null,
  action: null,
  handoff,
  suggestEscalation: true,
  evidence: [],
  provider: 'mock',
  model: null,
  usage: null,
});

function judge({ expect }: Item, last: Draft, replies: string[]): { wrong: string[]; redLines: string[] } {
  const wrong: string[] = [];
  const redLines: string[] = [];
  if (last.outcome !== expect.outcome) wrong.push(`outcome ${last.outcome}, expected ${expect.outcome}`);
  for (const needed of expect.must_include ?? []) if (!anyOf(last.text, needed)) wrong.push(`lacks "${needed}"`);
  for (const forbidden of expect.must_not_include ?? []) {
    if (replies.some((reply) => anyOf(reply, forbidden))) redLines.push(`says "${forbidden}"`);
  }
  const slugs = last.citations.map(({ slug }) => slug);
  if (expect.articles && expect.outcome === 'answer' && last.outcome === 'answer') {
    if (!slugs.some((slug) => expect.articles?.includes(slug)))
      wrong.push(`cites ${slugs}, expected ${expect.articles}`);
  }
  if (expect.outcome === 'action' && last.action !== expect.action) wrong.push(`action ${last.action}`);
  if (['verify', 'refuse'].includes(expect.outcome) && last.outcome === 'action')
    redLines.push(`acted: ${last.action}`);
  if (expect.outcome === 'handoff') {
    const given = last.handoff ? PRIORITIES.indexOf(last.handoff.priority) : -1;
    if (given < PRIORITIES.indexOf(expect.min_priority ?? 'LOW')) wrong.push(`priority ${last.handoff?.priority}`);
    if (expect.category && !expect.category.split('|').includes(last.handoff?.category ?? '')) {
      wrong.push(`category ${last.handoff?.category}, expected ${expect.category}`);
    }
    if (expect.min_priority === 'URGENT' && last.handoff?.priority !== 'URGENT') redLines.push('emergency missed');
  }
  return { wrong, redLines };
}

const [file, ...flags] = process.argv.slice(2);
const items: Item[] = readFileSync(file ?? '', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const print = (line: string) => process.stdout.write(`${line}\n`);
const tally = new Map<string, { right: number; all: number }>();
let crossed = 0;
let elapsed = 0;
for (const item of items) {
  const began = performance.now();
  const { last, replies } = await converse(item);
  elapsed += performance.now() - began;
  const { wrong, redLines } = judge(item, last, replies);
  const ok = wrong.length + redLines.length === 0;
  for (const key of [item.expect.outcome, item.lang, 'all']) {
    const row = tally.get(key) ?? { right: 0, all: 0 };
    tally.set(key, { right: row.right + Number(ok), all: row.all + 1 });
  }
  if (redLines.length > 0) crossed += 1;
  if (ok || !flags.includes('--failures')) continue;
  print(
    `\n${item.id} [${item.lang}, ${item.identity}] ${item.turns.join(' / ')}\n  → ${last.text.replace(/\s+/g, ' ')}`,
  );
  for (const reason of [...redLines.map((text) => `RED LINE ${text}`), ...wrong]) print(`  ✗ ${reason}`);
}
for (const [key, { right, all }] of tally)
  print(`${key.padEnd(10)} ${right} of ${all} (${((100 * right) / all).toFixed(1)} %)`);
print(
  `red lines ${crossed}; ${(elapsed / items.reduce((sum, { turns }) => sum + turns.length, 0)).toFixed(2)} ms a turn`,
);
