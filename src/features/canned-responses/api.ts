import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { access } from '../auth/access.ts';
import { type CannedFields, toCannedView } from './model.ts';
import { browseCanned, changeCanned, createCanned, getCanned, removeCanned } from './service.ts';

const tags = ['canned responses'];
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
      detail: { summary: "Everybody's canned responses and one's own", tags },
    })
    .post(
      '/',
      async ({ caller, body, set }) => {
        set.status = 201;
        return toCannedView(await createCanned(ctx, caller, fieldsOf(body)));
      },
      { staff: { may: 'canned.own' }, body: Fields, detail: { summary: 'Add one', tags } },
    )
    .get('/:id', async ({ caller, params: { id } }) => toCannedView(await getCanned(ctx, caller, id)), {
      staff: { may: 'canned.own' },
      params: Id,
      detail: { summary: 'One of them', tags },
    })
    .put(
      '/:id',
      async ({ caller, params: { id }, body }) => toCannedView(await changeCanned(ctx, caller, id, fieldsOf(body))),
      { staff: { may: 'canned.own' }, params: Id, body: Fields, detail: { summary: 'Change one as a whole', tags } },
    )
    .delete(
      '/:id',
      async ({ caller, params: { id }, set }) => {
        await removeCanned(ctx, caller, id);
        set.status = 204;
      },
      { staff: { may: 'canned.own' }, params: Id, detail: { summary: 'Remove one', tags } },
    );

const fieldsOf = ({ shortcut, title, text_es, text_en, shared = false }: typeof Fields.static): CannedFields => ({
  shortcut,
  title,
  textEs: text_es ?? null,
  textEn: text_en ?? null,
  isShared: shared,
});
