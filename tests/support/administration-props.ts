import { SETTING_CATEGORIES, SETTING_KEYS, SETTING_RULES, type SettingKey } from '../../src/db/setting-rules.ts';
import type { Hold } from '../../src/features/retention/model.ts';
import { typedOf } from '../../src/features/settings/form.ts';
import type { SettingEntry } from '../../src/features/settings/model.ts';
import type { ProviderHealth, SystemState, WorkerFigures } from '../../src/features/system/model.ts';
import { NO_TOTALS } from '../../src/metrics/figures.ts';
import { NO_OBSERVATIONS } from '../../src/metrics/histogram.ts';

/**
 * What the views of settings, instructions, widget and system take, with the same text wherever somebody wrote it; for
 * other views nothing.
 */
export function administrationProps(view: string, text: string, at: Date): Record<string, unknown> {
  if (view.startsWith('settings/')) return { ...settingViews(text, at), ...assistantViews(text, at) };
  if (view.startsWith('prompt/')) return promptViews(text, at);
  if (view.startsWith('widget/')) return widgetViews(text, at);
  if (view.startsWith('retention/')) return retentionViews(text, at);
  return view.startsWith('system/') ? systemViews(text, at) : {};
}

const PAGES = { from: 1, to: 1, total: 60, previousPath: null, nextPath: '/panel/x?page=2' };

/** The setting with the text wherever a person writes in it, and with what is wrong with it. */
function entryOf(key: SettingKey, text: string, at: Date): SettingEntry {
  const { form, usual, category } = SETTING_RULES[key];
  const typed = Object.fromEntries(Object.keys(typedOf(key, form, usual)).map((name) => [name, text]));
  return {
    key,
    form,
    usual: form.kind === 'text' ? text : usual,
    value: usual,
    category,
    typed: form.kind === 'colour' ? { [key]: text } : typed,
    fault:
      form.kind === 'texts' ? { code: 'variable', name: text, variables: [text], language: 'es' } : { code: 'empty' },
    description: text,
    isChanged: true,
    isPublic: true,
    isSecret: false,
    environment: text,
    updatedBy: text,
    updatedAt: at,
  };
}

const entriesOf = (category: string, text: string, at: Date): SettingEntry[] =>
  SETTING_KEYS.filter((key) => SETTING_RULES[key].category === category).map((key) => entryOf(key, text, at));

function settingViews(text: string, at: Date): Record<string, unknown> {
  const setting = entryOf('chat.handoff', text, at);
  return {
    setting,
    settings: SETTING_KEYS.map((key) => entryOf(key, text, at)),
    category: 'bank',
    state: {
      existing: { key: text, isSecret: false },
      key: text,
      value: text,
      category: text,
      description: text,
      isPublic: true,
      isSecret: false,
      fault: 'many',
    },
    done: null,
    cards: SETTING_CATEGORIES.map((category) => ({ category, settings: entriesOf(category, text, at) })),
    mayChange: true,
    timeZones: [text],
    current: 'general',
    backPath: '/panel/settings',
    changes: [{ id: 1, key: setting.key, actorName: text, from: { es: text, en: text }, to: null, at }],
    pages: PAGES,
    above: '',
    below: '',
  };
}

const health = (text: string, at: Date): ProviderHealth => ({
  name: 'openai',
  open: 1,
  workers: 2,
  answers: 3,
  failures: 4,
  lastLatencyMs: 900,
  lastAnswerAt: at.toISOString(),
  lastFailure: text,
  lastFailureAt: at.toISOString(),
});

const assistantViews = (text: string, at: Date): Record<string, unknown> => ({
  providers: [
    { name: 'openai', place: 1, isConfigured: true, hasOwnAddress: true, model: text, health: health(text, at) },
    { name: 'anthropic', place: null, isConfigured: false, hasOwnAddress: false, model: text, health: null },
    { name: 'mock', place: 2, isConfigured: true, hasOwnAddress: false, model: null, health: null },
  ],
  mayTest: true,
  name: 'openai',
  probe: { isReached: true, model: text, latencyMs: 12, usage: null },
  spent: { micros: 5, tokens: 6, budgetMicros: 4, budgetTokens: 0 },
});

function promptViews(text: string, at: Date): Record<string, unknown> {
  const version = {
    id: 2,
    texts: { es: text, en: text },
    note: text,
    authorName: text,
    createdAt: at,
    isActive: false,
    activatedBy: text,
    activatedAt: at,
  };
  const lines = [
    { kind: 'changed', parts: (['added', 'removed'] as const).map((kind) => ({ text, kind })) },
    { kind: 'same', parts: [{ text, kind: 'same' }] },
  ];
  return {
    version,
    active: { ...version, id: 3, isActive: true },
    versions: [version],
    lines: { es: lines, en: [] },
    fields: { texts: { es: text, en: text }, note: text },
    faults: ['empty', 'long_en', 'long_note'],
    pages: PAGES,
    mayChange: true,
    done: 'saved',
    prompts: { es: text, en: text },
    problem: 'noQuestion',
  };
}

function widgetViews(text: string, at: Date): Record<string, unknown> {
  const config = { bank_name: text, welcome_text: { es: text, en: text } };
  const image = { name: 'avatar', path: `/api/v1/chat/images/avatar?v=${encodeURIComponent(text)}` };
  const preview = { config, contrast: { light: 3, dark: 9 } };
  const settings = entriesOf('widget', text, at);
  return {
    config,
    style: '/public/v/1/panel.css',
    image,
    fault: 'kind',
    preview,
    widget: {
      settings,
      images: [image],
      preview,
      publicUrl: 'https://desk.example.com',
      origins: [text],
      mayChange: true,
      isSaved: true,
    },
  };
}

function retentionViews(text: string, at: Date): Record<string, unknown> {
  const last = { rows: 1, files: 2, partitions: 3, startedAt: at, finishedAt: null };
  const holds: Hold[] = (['conversation', 'customer'] as const).map((kind) => ({
    ...{ kind, id: text, name: text, reason: text, heldByName: text, heldAt: at },
  }));
  return {
    classes: [{ name: 'audit', days: 1, before: at, count: 1, oldest: at, held: 1, last }],
    holds,
    mayHold: true,
    done: 'held',
    chosen: text,
    id: text,
    reason: text,
    errors: { id: text, reason: text },
  };
}

function systemViews(text: string, at: Date): Record<string, unknown> {
  const worker: WorkerFigures = {
    ...NO_TOTALS,
    pid: 7,
    version: text,
    startedAt: at.toISOString(),
    memoryBytes: 1,
    cpuShare: 0.5,
    lag: { meanMs: 1, maxMs: 2 },
    openRequests: 1,
    sockets: { customer: 1, staff: 2, panel: 3 },
    isDraining: true,
    recent: { seconds: 60, requests: 1, errors: 1, latency: NO_OBSERVATIONS },
    providers: [],
  };
  const percentiles = { p50: 1, p95: null, p99: 2.5 };
  const system: SystemState = {
    workers: [worker],
    recent: { ...percentiles, perSecond: 1, errors: 1, requests: 2 },
    kinds: [{ kind: 'chat', requests: 1, refused: 2, failed: 3, ...percentiles }],
    sockets: worker.sockets,
    database: {
      version: text,
      sizeBytes: 1,
      connections: 99,
      active: 1,
      maxConnections: 100,
      migrations: 9,
      lastMigrationAt: at,
    },
    queues: { waiting: 1, waitingSince: at, openTurns: 2, mailDue: 3, mailFailed: 4, deliveriesDue: 5 },
    jobs: [{ name: text, nextAt: at, lastRunAt: null, lastFault: text, lastFaultAt: at }],
    providers: [health(text, at)],
    disk: null,
    versions: { joxai: text, bun: text },
  };
  return { system, ...system };
}
