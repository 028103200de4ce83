import { Elysia, t } from 'elysia';
import { NoConversation } from '../../../views/conversations/conversation-pane.tsx';
import { InboxPage } from '../../../views/conversations/inbox-page.tsx';
import { MorePiece } from '../../../views/conversations/live.tsx';
import { panelTexts } from '../../../views/texts/panel-texts.ts';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { panelFiles, personOf, viewOf } from '../panel/frame.ts';
import { INBOX_FILTERS, type InboxFilter } from './model.ts';
import { browseInbox } from './service.ts';

const Filter = t.Object({ status: t.UnionEnum([...INBOX_FILTERS], { default: 'open' }) });
const After = t.Object({
  status: t.UnionEnum([...INBOX_FILTERS], { default: 'open' }),
  position: t.String({ pattern: '^[0-9]{1,17}$' }),
  id: t.String({ format: 'uuid' }),
});

/** The list of conversations; the open one is conversation-pages.ts. */
export const inboxPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations' })
    .use(panelAccess(ctx))
    .get(
      '/',
      ({ caller, request, query }) => {
        const view = viewOf(ctx, caller, request);
        const title = panelTexts[view.language].inbox.title;
        return inboxPage(ctx, caller, request, query.status, {
          currentId: null,
          pane: NoConversation({ view }),
          title,
        });
      },
      { panel: 'AGENT', query: Filter },
    )
    .get(
      '/more',
      async ({ caller, request, query: { status, position, id } }) => {
        const page = await browseInbox(ctx, caller, status, { position, id });
        return viewResponse(MorePiece({ ...page, filter: status, view: viewOf(ctx, caller, request) }));
      },
      { panel: 'AGENT', query: After },
    );

interface OpenPane {
  currentId: string | null;
  pane: JSX.Element;
  title: string;
}

/** The whole inbox around the open conversation, or around what stands there without one. */
export async function inboxPage(
  ctx: Context,
  caller: Caller,
  request: Request,
  filter: InboxFilter,
  open: OpenPane,
): Promise<Response> {
  const list = await browseInbox(ctx, caller, filter);
  const view = viewOf(ctx, caller, request);
  return viewResponse(InboxPage({ ...list, ...open, filter, view, person: personOf(caller), files: panelFiles() }));
}
