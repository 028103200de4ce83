import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { ProbeResult, ProvidersCard, SpendingCard } from '../../../views/settings/assistant-cards.tsx';
import { pageTexts } from '../../../views/settings/page-texts.ts';
import { SETTINGS_PATH } from '../../../views/settings/paths.ts';
import { SettingsForm } from '../../../views/settings/settings-card.tsx';
import { HoursCard, SettingHistoryPage, SettingsPage } from '../../../views/settings/settings-pages.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import { checkSetting, isSettingKey, SETTING_CATEGORIES, type SettingCategory } from '../../db/setting-rules.ts';
import { textOf, viewResponse } from '../../http/htmx.ts';
import { limit } from '../../http/limits.ts';
import { oneOf } from '../../http/one-of.ts';
import { notFound } from '../../lib/errors.ts';
import { timeZoneNames } from '../../lib/time-zones.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf } from '../panel/paging.ts';
import { listProviders, probeProvider, readSpending } from './assistant.ts';
import { readValue, typedOf } from './form.ts';
import type { SettingEntry, Typed } from './model.ts';
import { browseSettings, changeSettings, getSetting, historyOf, removeSetting } from './service.ts';

const HISTORY_ROWS = 50;

/** Which page has which categories. */
const AREAS = {
  general: { path: SETTINGS_PATH, categories: ['bank', 'texts', 'languages', 'desk', 'retention', 'security'] },
  assistant: { path: `${SETTINGS_PATH}/assistant`, categories: ['assistant', 'deadlines', 'budget'] },
  limits: { path: `${SETTINGS_PATH}/limits`, categories: ['limits', 'uploads'] },
} as const satisfies Record<string, { path: string; categories: readonly SettingCategory[] }>;
type Area = keyof typeof AREAS;

const read = { panel: PERMISSIONS['setting.read'] };
const written = {
  panel: PERMISSIONS['setting.manage'],
  params: t.Object({ category: oneOf(SETTING_CATEGORIES) }),
  body: t.Record(t.String({ maxLength: 120 }), t.String({ maxLength: 20_000 })),
};

/** The settings that the program knows, by what they are about, for those who may change them and those who may look. */
export const settingsPages = (ctx: Context) =>
  new Elysia({ prefix: SETTINGS_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request }) => showArea(ctx, caller, request, 'general'), { ...read })
    .get('/assistant', ({ caller, request }) => showArea(ctx, caller, request, 'assistant'), { ...read })
    .get(
      '/assistant/spending',
      async ({ caller, request }) =>
        viewResponse(SpendingCard({ spent: await readSpending(ctx), view: viewOf(ctx, caller, request) })),
      { ...read },
    )
    .get('/limits', ({ caller, request }) => showArea(ctx, caller, request, 'limits'), { ...read })
    .get('/history', ({ caller, request, query }) => showHistory(ctx, caller, request, query), {
      ...read,
      query: t.Object({
        key: t.String({ maxLength: 100, default: '' }),
        page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
      }),
    })
    .post(
      '/assistant/test/:provider',
      async ({ caller, params: { provider }, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        const probe = await probeProvider(ctx, caller, provider);
        return viewResponse(ProbeResult({ name: provider, probe, language: caller.language }));
      },
      { panel: PERMISSIONS['setting.manage'], params: t.Object({ provider: t.String({ maxLength: 40 }) }) },
    )
    .post(
      '/:category',
      async ({ caller, request, params: { category }, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        return takeCard(ctx, caller, request, category, body);
      },
      { ...written },
    )
    .post(
      '/:category/reset',
      async ({ caller, request, params: { category }, query: { key }, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        return resetOne(ctx, caller, request, { category, key }, body);
      },
      { ...written, query: t.Object({ key: t.String({ maxLength: 100 }) }) },
    );

/** The settings of a category as its card shows them; with what was typed where somebody did. */
export async function cardOf(ctx: Context, category: SettingCategory, typed?: Typed): Promise<SettingEntry[]> {
  const settings = await browseSettings(ctx, category);
  return settings.flatMap((setting): SettingEntry[] => {
    const { key, form } = setting;
    if (!form || !isSettingKey(key)) return [];
    const fault = typed ? checkSetting(key, readValue(key, form, typed)) : null;
    return [{ ...setting, key, form, category, typed: typed ?? typedOf(key, form, setting.value), fault }];
  });
}

async function showArea(ctx: Context, caller: Caller, request: Request, area: Area): Promise<Response> {
  const frame = frameOf(ctx, caller, request);
  const cards = await Promise.all(
    AREAS[area].categories.map(async (category) => ({ category, settings: await cardOf(ctx, category) })),
  );
  return viewResponse(
    SettingsPage({
      current: area,
      cards,
      mayChange: may(caller, 'setting.manage'),
      timeZones: timeZoneNames(null),
      ...(area === 'general' && { below: HoursCard({ view: frame.view }) }),
      ...(area === 'assistant' && { above: await assistantCards(ctx, caller, frame.view) }),
      ...frame,
    }),
  );
}

/** Who answers, and what it cost today. */
async function assistantCards(ctx: Context, caller: Caller, view: View): Promise<JSX.Element> {
  const [providers, spent] = await Promise.all([listProviders(ctx), readSpending(ctx)]);
  const mayTest = may(caller.role, 'setting.manage');
  return `${ProvidersCard({ providers, mayTest, view })}${SpendingCard({ spent, view })}`;
}

/** Saves a card, all of it or nothing; else answers it as it was typed, with what is wrong at each field. */
async function takeCard(
  ctx: Context,
  caller: Caller,
  request: Request,
  category: SettingCategory,
  typed: Typed,
): Promise<Response> {
  const entries = await cardOf(ctx, category, typed);
  if (entries.some(({ fault }) => fault)) return card(ctx, caller, request, category, entries, null, 422);
  const values = entries.map(({ key, form }) => ({ key, value: readValue(key, form, typed) }));
  const changed = await changeSettings(ctx, caller, values);
  const { saved, nothing } = pageTexts[caller.language];
  const after = await cardOf(ctx, category);
  return card(ctx, caller, request, category, after, changed.length > 0 ? saved : nothing);
}

/** Puts one back; what was typed in the other fields stays there. Errors: not_found. */
async function resetOne(
  ctx: Context,
  caller: Caller,
  request: Request,
  { category, key }: { category: SettingCategory; key: string },
  typed: Typed,
): Promise<Response> {
  if (!isSettingKey(key)) throw notFound('Setting');
  await removeSetting(ctx, caller, key);
  const [stored, open] = await Promise.all([cardOf(ctx, category), cardOf(ctx, category, typed)]);
  const entries = open.map((entry, at) => (entry.key === key ? (stored[at] ?? entry) : entry));
  return card(ctx, caller, request, category, entries, pageTexts[caller.language].wasReset);
}

function card(
  ctx: Context,
  caller: Caller,
  request: Request,
  category: SettingCategory,
  settings: SettingEntry[],
  done: string | null,
  status = 200,
): Response {
  const view = viewOf(ctx, caller, request);
  const form = SettingsForm({ category, settings, mayChange: true, timeZones: timeZoneNames(null), view });
  const toast = done ? ToastPiece({ title: done, kind: 'done', language: view.language }) : '';
  return viewResponse(textOf(form) + textOf(toast), { status });
}

async function showHistory(
  ctx: Context,
  caller: Caller,
  request: Request,
  { key, page }: { key: string; page: number },
): Promise<Response> {
  if (!isSettingKey(key)) throw notFound('Setting');
  const { form, usual, category } = await getSetting(ctx, key);
  if (!form) throw notFound('Setting');
  const skip = (page - 1) * HISTORY_ROWS;
  const { changes, total } = await historyOf(ctx, key, { skip, limit: HISTORY_ROWS });
  const area = (Object.keys(AREAS) as Area[]).find((one) =>
    (AREAS[one].categories as readonly string[]).includes(category),
  );
  const path = `${SETTINGS_PATH}/history?key=${encodeURIComponent(key)}`;
  return viewResponse(
    SettingHistoryPage({
      setting: { key, form, usual },
      current: area ?? 'general',
      backPath: area ? AREAS[area].path : SETTINGS_PATH,
      changes,
      pages: pagesOf({ path, page, size: HISTORY_ROWS, total, shown: changes.length }),
      ...frameOf(ctx, caller, request),
    }),
  );
}
