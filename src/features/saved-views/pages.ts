import { Elysia, t } from 'elysia';
import { SavedViews } from '../../../views/conversations/inbox-views.tsx';
import { listPath } from '../../../views/conversations/paths.ts';
import { inboxTexts } from '../../../views/texts/inbox-texts.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { may } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { fieldsOf, filterOf, type InboxFilter } from '../inbox/model.ts';
import { viewOf } from '../panel/frame.ts';
import { changeView, readViews, removeView, saveView } from './service.ts';

/** `query`: what the list shows now, as its address says it. */
const query = t.String({ maxLength: 2_000, default: '' });
const ViewForm = t.Object({
  query,
  name: t.String({ maxLength: 200, default: '' }),
  shared: t.Optional(t.String({ maxLength: 10 })),
});
const Id = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/** The saved views of the inbox: every answer is the menu of them again. */
export const savedViewsPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations/views' })
    .use(panelAccess(ctx))
    .post(
      '/',
      ({ caller, request, body }) => {
        const filter = shownBy(body.query);
        const view = {
          list: 'conversations',
          name: body.name,
          filters: fieldsOf(filter),
          isShared: isOn(body),
        } as const;
        return answer(ctx, caller, request, filter, { id: null, name: body.name }, () => saveView(ctx, caller, view));
      },
      { panel: 'AGENT', body: ViewForm },
    )
    .post(
      '/:id',
      ({ caller, request, body, params: { id } }) => {
        const change = { name: body.name, isShared: isOn(body) };
        const of = { id, name: body.name };
        return answer(ctx, caller, request, shownBy(body.query), of, () => changeView(ctx, caller, id, change));
      },
      { panel: 'AGENT', body: ViewForm, params: Id },
    )
    .post(
      '/:id/delete',
      ({ caller, request, body, params: { id } }) =>
        answer(ctx, caller, request, shownBy(body.query), { id, name: '' }, () => removeView(ctx, caller, id)),
      { panel: 'AGENT', body: t.Object({ query }), params: Id },
    );

const shownBy = (text: string): InboxFilter => filterOf(Object.fromEntries(new URLSearchParams(text)));
const isOn = ({ shared }: typeof ViewForm.static): boolean => shared === 'on';

/** Does it and shows the views as they are then; what was typed comes back where the name does not serve. */
async function answer(
  ctx: Context,
  caller: Caller,
  request: Request,
  filter: InboxFilter,
  of: { id: number | null; name: string },
  deed: () => Promise<unknown>,
): Promise<Response> {
  const text = await problemOf(caller, deed);
  if (!isHtmx(request)) return redirectTo(listPath(filter), request);
  const views = await readViews(ctx, caller, 'conversations');
  const reader = { id: caller.id, mayShare: may(caller, 'view.share') };
  const problem = text === null ? null : { ...of, text };
  const view = viewOf(ctx, caller, request);
  return viewResponse(SavedViews({ views, filter, reader, view, problem }), { status: text === null ? 200 : 422 });
}

/** What is wrong with the name, in the person's words; null where all is well. */
async function problemOf({ language }: Caller, deed: () => Promise<unknown>): Promise<string | null> {
  const texts = inboxTexts[language].views;
  try {
    await deed();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'conflict') return texts.tooMany;
    if (error.code !== 'invalid') throw error;
    const [{ message = '' } = {}] = error.fields;
    return message === 'is taken' ? texts.taken : message === 'must not be empty' ? texts.missing : texts.tooLong;
  }
}
