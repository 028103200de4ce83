import { Elysia, t } from 'elysia';
import { ConversationPane } from '../../../views/conversations/conversation-pane.tsx';
import { DeedContent, EndForm, TransferForm } from '../../../views/conversations/deed-forms.tsx';
import { PANE_ID } from '../../../views/conversations/ids.ts';
import { nameOf } from '../../../views/conversations/names.ts';
import { OlderPiece } from '../../../views/conversations/pane-pieces.tsx';
import { listPath } from '../../../views/conversations/paths.ts';
import { CannedOptions, ColleagueOptions } from '../../../views/conversations/picker-options.tsx';
import { ReportForm } from '../../../views/conversations/report-answer.tsx';
import { CustomerPanel, SidePiece } from '../../../views/conversations/side-panel.tsx';
import { WhyAnswer } from '../../../views/conversations/why-answer.tsx';
import { DocumentTitle } from '../../../views/layouts/html-page.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, targetOf, textOf, viewResponse } from '../../http/htmx.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { cannedFor } from '../canned-responses/options.ts';
import { filterOf, type InboxFilter } from '../inbox/model.ts';
import { InboxQuery, inboxPage } from '../inbox/pages.ts';
import { readSide } from '../inbox/side.ts';
import { viewOf } from '../panel/frame.ts';
import { listColleagues } from './colleague-queries.ts';
import { agentsFor, conversationDeeds, ticketToSettle } from './conversation-deeds.ts';
import { conversationWriting } from './conversation-writing.ts';
import { openOlder, openPane } from './pane.ts';
import { explainAnswer, getVisible } from './service.ts';
import { TRANSCRIPT_FORMATS, writeTranscript } from './transcript.ts';

const Before = t.Object({ before: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Place = t.Object({ seq: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Format = t.Object({ format: t.UnionEnum([...TRANSCRIPT_FORMATS], { default: 'txt' }) });

/** The open conversation: its pane, what is asked for in it, and what is done and written there. */
export const conversationPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations' })
    .use(panelAccess(ctx))
    .use(conversationDeeds(ctx))
    .use(conversationWriting(ctx))
    .get(
      '/:id/older',
      async ({ caller, request, params: { id }, query: { before } }) => {
        const older = await openOlder(ctx, caller, id, before);
        return viewResponse(OlderPiece({ conversationId: id, ...older, view: viewOf(ctx, caller, request) }));
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
      '/:id/report',
      async ({ caller, request, params: { id }, query: { seq } }) => {
        await getVisible(ctx, caller, id);
        return viewResponse(ReportForm({ conversationId: id, seq, view: viewOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['answer.report'], query: Place },
    )
    .get(
      '/:id/transfer',
      async ({ caller, request, params: { id } }) => {
        const agents = await agentsFor(ctx, await getVisible(ctx, caller, id));
        const view = viewOf(ctx, caller, request);
        const form = TransferForm({ conversationId: id, agents, me: caller.id, view });
        return viewResponse(DeedContent({ deed: 'transferForm', children: form, view }));
      },
      { panel: PERMISSIONS['conversation.transfer'] },
    )
    .get(
      '/:id/end',
      async ({ caller, request, params: { id } }) => {
        const view = viewOf(ctx, caller, request);
        const form = EndForm({ conversationId: id, ticket: await ticketToSettle(ctx, caller, id), view });
        return viewResponse(DeedContent({ deed: 'endForm', children: form, view }));
      },
      { panel: PERMISSIONS['conversation.end'] },
    )
    .get(
      '/:id/canned',
      async ({ caller, params: { id } }) => viewResponse(CannedOptions({ canned: await cannedFor(ctx, caller, id) })),
      { panel: PERMISSIONS['canned.own'] },
    )
    .get(
      '/:id/colleagues',
      async ({ caller, request, params: { id } }) => {
        await getVisible(ctx, caller, id);
        const colleagues = await listColleagues(ctx.db.sql, caller.id);
        return viewResponse(ColleagueOptions({ colleagues, view: viewOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['conversation.note'] },
    )
    .get(
      '/:id/transcript',
      async ({ caller, params: { id }, query: { format } }) => {
        const { body, type, name } = await writeTranscript(ctx, caller, id, format);
        return new Response(body, {
          headers: {
            'content-type': type,
            'content-disposition': `attachment; filename="${name}"`,
            'cache-control': 'private, no-store',
            'x-content-type-options': 'nosniff',
          },
        });
      },
      { panel: PERMISSIONS['conversation.transcript'], query: Format },
    )
    .get(
      '/:id',
      ({ caller, request, params, query }) => showConversation(ctx, caller, request, params.id, filterOf(query)),
      { panel: 'AGENT', query: InboxQuery },
    );

/** The whole page, or its pane alone where htmx asks for that. */
async function showConversation(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  filter: InboxFilter,
): Promise<Response> {
  const opened = await openPane(ctx, caller, id);
  const side = await readSide(ctx, caller, opened.row);
  const view = viewOf(ctx, caller, request);
  const pane = ConversationPane({
    ...opened,
    onlooker: caller,
    maxFileBytes: ctx.settings.maxUploadBytes,
    backPath: listPath(filter),
    view,
  });
  const title = nameOf(opened.row, view.language);
  if (isHtmx(request) && targetOf(request) === PANE_ID) {
    const content = textOf(pane) + textOf(SidePiece({ side, view }));
    return viewResponse(DocumentTitle({ title, content }));
  }
  return inboxPage(ctx, caller, request, filter, { currentId: id, pane, side: CustomerPanel({ side, view }), title });
}
