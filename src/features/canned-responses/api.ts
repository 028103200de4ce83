import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { type CannedFields, toCannedView } from './model.ts';
import { browseCanned, changeCanned, createCanned, getCanned, removeCanned } from './service.ts';

const documented = documentation('canned responses', () => import('./answers.ts'));
const Id = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Text = t.Optional(t.Union([t.String({ maxLength: 20_000 }), t.Null()]));
const Fields = t.Object({
  shortcut: t.String({ maxLength: 200, description: 'What is typed after the /' }),
  title: t.String({ maxLength: 500 }),
  text_es: Text,
  text_en: Text,
  shared: t.Optional(t.Boolean({ description: "Everybody's, for who may; else one's own" })),
});

/** Texts that agents put in by their shortcut; `{customer}`, `{agent}`, `{bank}` and `{ticket}` are filled in then. */
export const cannedApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/canned-responses' })
    .use(access(ctx))
    .get('/', async ({ caller }) => (await browseCanned(ctx, caller)).map(toCannedView), {
      staff: { may: 'canned.own' },
      detail: documented("Everybody's canned responses and one's own", { answer: ['CannedResponse'] }),
    })
    .post(
      '/',
      async ({ caller, body, set }) => {
        set.status = 201;
        return toCannedView(await createCanned(ctx, caller, fieldsOf(body)));
      },
      {
        staff: { may: 'canned.own' },
        body: Fields,
        detail: documented('Add one', {
          answer: 'CannedResponse',
          status: 201,
          errors: { 409: 'The shortcut is taken' },
        }),
      },
    )
    .get('/:id', async ({ caller, params: { id } }) => toCannedView(await getCanned(ctx, caller, id)), {
      staff: { may: 'canned.own' },
      params: Id,
      detail: documented('One of them', { answer: 'CannedResponse' }),
    })
    .put(
      '/:id',
      async ({ caller, params: { id }, body }) => toCannedView(await changeCanned(ctx, caller, id, fieldsOf(body))),
      {
        staff: { may: 'canned.own' },
        params: Id,
        body: Fields,
        detail: documented('Change one as a whole', {
          answer: 'CannedResponse',
          errors: { 409: 'The shortcut is taken' },
        }),
      },
    )
    .delete(
      '/:id',
      async ({ caller, params: { id }, set }) => {
        await removeCanned(ctx, caller, id);
        set.status = 204;
      },
      { staff: { may: 'canned.own' }, params: Id, detail: documented('Remove one', { answer: null }) },
    );

const fieldsOf = ({ shortcut, title, text_es, text_en, shared = false }: typeof Fields.static): CannedFields => ({
  shortcut,
  title,
  textEs: text_es ?? null,
  textEn: text_en ?? null,
  isShared: shared,
});
