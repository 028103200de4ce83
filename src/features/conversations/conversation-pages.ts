import { Elysia, t } from 'elysia';
import { ConversationPane } from '../../../views/conversations/conversation-pane.tsx';
import { PANE_ID } from '../../../views/conversations/ids.ts';
import { OlderPiece } from '../../../views/conversations/live.tsx';
import { nameOf } from '../../../views/conversations/names.ts';
import { WhyAnswer } from '../../../views/conversations/why-answer.tsx';
import { DocumentTitle } from '../../../views/layouts/html-page.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, targetOf, viewResponse } from '../../http/htmx.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { viewOf } from '../panel/frame.ts';
import { INBOX_FILTERS, type InboxFilter } from './model.ts';
import { inboxPage } from './pages.ts';
import { explainAnswer, openConversation, readOlder } from './service.ts';

const Filter = t.Object({ status: t.UnionEnum([...INBOX_FILTERS], { default: 'open' }) });
const Before = t.Object({ before: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Place = t.Object({ seq: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/** The open conversation: its pane, and what is asked for in it. */
export const conversationPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations' })
    .use(panelAccess(ctx))
    .get(
      '/:id/older',
      async ({ caller, request, params: { id }, query: { before } }) => {
        const messages = await readOlder(ctx, caller, id, before);
        const firstSeq = messages[0]?.seq ?? 1;
        const view = viewOf(ctx, caller, request);
        return viewResponse(OlderPiece({ conversationId: id, messages, firstSeq, view }));
      },
      { panel: 'AGENT', query: Before },
    )
    .get(
      '/:id/why',
      async ({ caller, request, params: { id }, query: { seq } }) => {
        const provenance = await explainAnswer(ctx, caller, id, seq);
        return viewResponse(WhyAnswer({ provenance, view: viewOf(ctx, caller, request) }));
      },
      { panel: 'AGENT', query: Place },
    )
    .get(
      '/:id',
      ({ caller, request, params, query }) => showConversation(ctx, caller, request, params.id, query.status),
      { panel: 'AGENT', query: Filter },
    );

/** The whole page, or its pane alone where htmx asks for that. */
async function showConversation(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  filter: InboxFilter,
): Promise<Response> {
  const opened = await openConversation(ctx, caller, id);
  const view = viewOf(ctx, caller, request);
  const pane = ConversationPane({ ...opened, filter, view });
  const title = nameOf(opened.row, view.language);
  if (isHtmx(request) && targetOf(request) === PANE_ID) return viewResponse(DocumentTitle({ title, content: pane }));
  return inboxPage(ctx, caller, request, filter, { currentId: id, pane, title });
}
