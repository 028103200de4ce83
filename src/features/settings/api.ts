import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { access } from '../auth/access.ts';
import { toChangeView, toSettingView, toUserSettingView } from './model.ts';
import { browseOwn, dropOwn, getOwn, keepOwn } from './own.ts';
import { browseSettings, changeSetting, createSetting, getSetting, historyOf, removeSetting } from './service.ts';

const documented = documentation('settings', () => import('./answers.ts'));
const key = t.String({ minLength: 1, maxLength: 100, examples: ['desk.capacity'] });
const Key = t.Object({ key });
/** What a value may be is the setting's own business. */
const value = t.Any({ description: 'Any JSON that fits the setting', examples: [6] });
const category = t.Optional(
  t.String({ maxLength: 50, description: 'Of one of the bank’s own', examples: ['general'] }),
);
const description = t.Optional(t.Union([t.String({ maxLength: 500 }), t.Null()]));
const is_public = t.Optional(t.Boolean({ description: 'Whether everybody may read it' }));
const NewSetting = t.Object({
  key,
  value,
  category,
  description,
  is_public,
  is_secret: t.Optional(
    t.Boolean({ description: 'The value is sealed and never answered; by default where the key’s name says so' }),
  ),
});
const written = { may: 'setting.manage', limit: 'settings_write' } as const;

/** The bank's settings, and what each person keeps for themselves. */
export const settingsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/settings' })
    .use(access(ctx))
    .get('/public', () => ctx.settings.public, {
      open: true,
      detail: documented('What everybody may know: values by their keys', { answer: 'PublicSettings' }),
    })
    .use(systemRoutes(ctx))
    .use(ownRoutes(ctx));

const systemRoutes = (ctx: Context) =>
  new Elysia({ prefix: '/system' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query: { category, skip, limit }, set }) => {
        const settings = await browseSettings(ctx, category);
        sendTotal(set, settings.length);
        return settings.slice(skip, skip + limit).map(toSettingView);
      },
      {
        staff: { may: 'setting.read' },
        query: t.Object({ ...Page.properties, category: t.Optional(t.String({ maxLength: 50 })) }),
        detail: documented('Every setting that the program knows, then the bank’s own', { answer: ['Setting'] }),
      },
    )
    .get('/:key', async ({ params: { key } }) => toSettingView(await getSetting(ctx, key)), {
      staff: { may: 'setting.read' },
      params: Key,
      detail: documented('One setting', { answer: 'Setting' }),
    })
    .get(
      '/:key/history',
      async ({ params: { key }, query, set }) => {
        const { changes, total } = await historyOf(ctx, key, query);
        sendTotal(set, total);
        return changes.map(toChangeView);
      },
      {
        staff: { may: 'setting.read' },
        params: Key,
        query: Page,
        detail: documented('What a setting was before, the newest change first', { answer: ['SettingChange'] }),
      },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        const { is_public: isPublic, is_secret: isSecret, ...rest } = body;
        const setting = await createSetting(ctx, caller, { ...rest, isPublic, isSecret });
        set.status = 201;
        return toSettingView(setting);
      },
      {
        staff: { ...written },
        body: NewSetting,
        detail: documented('Set one that nobody has changed yet, or add one of the bank’s own', {
          answer: 'Setting',
          status: 201,
          description:
            'Keys that the program knows are typed and checked; any other is the bank’s own, for its clients.',
          errors: { 409: 'It is set already: change it with PUT' },
        }),
      },
    )
    .put(
      '/:key',
      async ({ caller, params: { key }, body: { is_public: isPublic, ...rest } }) =>
        toSettingView(await changeSetting(ctx, caller, key, { ...rest, isPublic })),
      {
        staff: { ...written },
        params: Key,
        body: t.Object({ value, category, description, is_public }),
        detail: documented('Change one; it holds in every worker within a second', { answer: 'Setting' }),
      },
    )
    .delete(
      '/:key',
      async ({ caller, params: { key }, set }) => {
        await removeSetting(ctx, caller, key);
        set.status = 204;
      },
      {
        staff: { ...written },
        params: Key,
        detail: documented('Put one back to its default, or remove one of the bank’s own', { answer: null }),
      },
    );

const ownRoutes = (ctx: Context) =>
  new Elysia({ prefix: '/user/me' })
    .use(access(ctx))
    .get(
      '/',
      async ({ caller, set }) => {
        const settings = await browseOwn(ctx, caller);
        sendTotal(set, settings.length);
        return settings.map(toUserSettingView);
      },
      { staff: { may: 'setting.own' }, detail: documented('Everything that you keep', { answer: ['UserSetting'] }) },
    )
    .get('/:key', async ({ caller, params: { key } }) => toUserSettingView(await getOwn(ctx, caller, key)), {
      staff: { may: 'setting.own' },
      params: Key,
      detail: documented('One of your own', { answer: 'UserSetting' }),
    })
    .post(
      '/:key',
      async ({ caller, params: { key }, body }) => toUserSettingView(await keepOwn(ctx, caller, key, body.value)),
      {
        staff: { may: 'setting.own', limit: 'settings_write' },
        params: Key,
        body: t.Object({ value }),
        detail: documented('Keep one, in the place of what was there', {
          answer: 'UserSetting',
          errors: { 409: 'You have as many as you may' },
        }),
      },
    )
    .delete(
      '/:key',
      async ({ caller, params: { key }, set }) => {
        await dropOwn(ctx, caller, key);
        set.status = 204;
      },
      {
        staff: { may: 'setting.own', limit: 'settings_write' },
        params: Key,
        detail: documented('Remove one of your own', { answer: null }),
      },
    );
