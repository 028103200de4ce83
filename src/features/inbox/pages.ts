import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { NoConversation } from '../../../views/conversations/conversation-pane.tsx';
import { ConversationRow } from '../../../views/conversations/conversation-row.tsx';
import { INBOX_ID } from '../../../views/conversations/ids.ts';
import { AvailabilityForms } from '../../../views/conversations/inbox-desk.tsx';
import { AvailabilityFacePiece, MorePiece } from '../../../views/conversations/inbox-live.tsx';
import { InboxPage, InboxResults } from '../../../views/conversations/inbox-page.tsx';
import { conversationPath } from '../../../views/conversations/paths.ts';
import { NoCustomer } from '../../../views/conversations/side-panel.tsx';
import { inboxTexts } from '../../../views/texts/inbox-texts.ts';
import { panelTexts } from '../../../views/texts/panel-texts.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, targetOf, textOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { noteSearch } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { setAvailability } from '../conversations/assignment.ts';
import { AVAILABILITIES } from '../conversations/model.ts';
import { HOME } from '../panel/errors.ts';
import { panelFiles, personOf, viewOf } from '../panel/frame.ts';
import { readViews } from '../saved-views/service.ts';
import { filterOf, type InboxFilter, ownDesk } from './model.ts';
import { browseInbox, readChoices, readTally, takeNext } from './service.ts';

const field = t.Optional(t.String({ maxLength: 400 }));

/** What an address says of the list: `filterOf` reads it. */
export const InboxQuery = t.Object({
  tab: field,
  status: field,
  sort: field,
  escalated: field,
  priority: field,
  language: field,
  channel: field,
  tag: field,
  sla: field,
  q: field,
});
const After = t.Composite([
  InboxQuery,
  t.Object({ place: t.String({ pattern: '^[0-9]{1,17}$' }), id: t.String({ format: 'uuid' }) }),
]);
const AvailabilityForm = t.Object({
  availability: t.Optional(oneOf(AVAILABILITIES)),
  capacity: t.Optional(t.String({ maxLength: 20 })),
});

/** The list of conversations; the open one is conversations/conversation-pages.ts. */
export const inboxPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations' })
    .use(panelAccess(ctx))
    .get(
      '/',
      ({ caller, request, query }) => {
        const view = viewOf(ctx, caller, request);
        const { title } = panelTexts[view.language].inbox;
        const open = { currentId: null, pane: NoConversation({ view }), side: NoCustomer({ view }), title };
        return inboxPage(ctx, caller, request, filterOf(query), open);
      },
      { panel: 'AGENT', query: InboxQuery },
    )
    .get(
      '/more',
      async ({ caller, request, query }) => {
        const filter = filterOf(query);
        const { rows, hasMore } = await browseInbox(ctx, caller, filter, { id: query.id, place: query.place });
        const view = viewOf(ctx, caller, request);
        const content = rows.map((row) => textOf(ConversationRow({ row, filter, personId: caller.id, view }))).join('');
        return viewResponse(MorePiece({ content, filter, hasMore, view }));
      },
      { panel: 'AGENT', query: After },
    )
    .post('/next', ({ caller, request }) => serveNext(ctx, caller, request), { panel: 'AGENT' })
    .post('/availability', ({ caller, request, body }) => changeAvailability(ctx, caller, request, body), {
      panel: 'AGENT',
      body: AvailabilityForm,
    });

interface OpenPane {
  currentId: string | null;
  pane: JSX.Element;
  side: JSX.Element;
  title: string;
}

/** The whole inbox around the open conversation, or around what stands there without one; the list alone for htmx. */
export async function inboxPage(
  ctx: Context,
  caller: Caller,
  request: Request,
  filter: InboxFilter,
  open: OpenPane,
): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  if (filter.text !== null) await noteSearch(ctx, caller, 'conversation');
  const [list, savedViews, tally] = await Promise.all([
    browseInbox(ctx, caller, filter),
    readViews(ctx, caller, 'conversations'),
    readTally(ctx),
  ]);
  const reader = { id: caller.id, mayShare: may(caller, 'view.share') };
  const results = {
    ...list,
    filter,
    currentId: open.currentId,
    desk: ownDesk(tally, caller),
    savedViews,
    reader,
    view,
  };
  if (isHtmx(request) && targetOf(request) === INBOX_ID) return viewResponse(InboxResults(results));
  const choices = await readChoices(ctx);
  return viewResponse(
    InboxPage({
      ...results,
      title: open.title,
      pane: open.pane,
      customerPanel: open.side,
      choices,
      person: personOf(caller),
      files: panelFiles(),
    }),
  );
}

/** Opens the conversation that was next, or says that nobody waits. */
async function serveNext(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  try {
    const id = await takeNext(ctx, caller);
    return redirectTo(conversationPath(id, filterOf({ tab: 'mine' })), request);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    if (!isHtmx(request)) return redirectTo(HOME, request);
    const { language } = caller;
    return viewResponse(ToastPiece({ title: inboxTexts[language].nobodyWaits, language }));
  }
}

async function changeAvailability(
  ctx: Context,
  caller: Caller,
  request: Request,
  { availability, capacity }: typeof AvailabilityForm.static,
): Promise<Response> {
  const { language } = caller;
  const texts = inboxTexts[language].desk;
  const typed = capacity?.trim();
  const number = typed === undefined ? undefined : typed === '' ? null : Number(typed);
  const change = { ...(availability && { availability }), ...(number !== undefined && { capacity: number }) };
  const isWrong = typeof number === 'number' && !(Number.isInteger(number) && number >= 0 && number <= 50);
  if (!isWrong) await setAvailability(ctx, caller, caller.id, change);
  if (!isHtmx(request)) return redirectTo(HOME, request);
  const view = viewOf(ctx, caller, request);
  const { agent, waiting } = ownDesk(await readTally(ctx), caller);
  const problem = isWrong ? { value: typed ?? '', text: texts.wrongCapacity } : null;
  const forms = textOf(AvailabilityForms({ agent, waiting, view, problem }));
  if (problem) return viewResponse(forms, { status: 422 });
  const toast = ToastPiece({ title: texts.saved, kind: 'done', language });
  return viewResponse([forms, AvailabilityFacePiece({ agent, view }), toast].map(textOf).join(''));
}
