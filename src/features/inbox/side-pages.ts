import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import type { FormProblem } from '../../../views/conversations/side-identity.tsx';
import { CustomerPanel, NoCustomer } from '../../../views/conversations/side-panel.tsx';
import { BankItems, Changes } from '../../../views/conversations/side-profile.tsx';
import { inboxTexts } from '../../../views/texts/inbox-texts.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { listDesk } from '../conversations/assignment.ts';
import { prioritiseConversation, tagConversation } from '../conversations/charge.ts';
import { readChanges } from '../conversations/correspondence.ts';
import { HOME } from '../panel/errors.ts';
import { viewOf } from '../panel/frame.ts';
import { PRIORITIES } from '../tickets/model.ts';
import { createTicket } from '../tickets/service.ts';
import { vouchForCustomer } from '../verification/service.ts';
import { readBankItems, refreshSide } from './side.ts';

const MAX_SUBJECT_CHARS = 200;

/** The side panel of a conversation: itself again, what is opened in it, and what is done in it. */
export const sidePages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations/:id' })
    .use(panelAccess(ctx))
    .get(
      '/side',
      async ({ caller, request, params: { id } }) => {
        try {
          return viewResponse(await panel(ctx, caller, request, id));
        } catch (error) {
          // An open page may ask once more while it is being told that the conversation is a colleague's now.
          if (!isHtmx(request) || !(error instanceof AppError) || error.code !== 'not_found') throw error;
          return viewResponse(NoCustomer({ view: viewOf(ctx, caller, request) }));
        }
      },
      { panel: 'AGENT' },
    )
    .get(
      '/accounts',
      async ({ caller, request, params: { id } }) => {
        const bankItems = await readBankItems(ctx, caller, id);
        return viewResponse(BankItems({ bankItems, view: viewOf(ctx, caller, request) }));
      },
      { panel: 'AGENT' },
    )
    .get(
      '/changes',
      async ({ caller, request, params: { id } }) => {
        const [changes, desk] = await Promise.all([readChanges(ctx, caller, id), listDesk(ctx)]);
        const names = new Map(desk.map((agent) => [agent.id, agent.name]));
        return viewResponse(Changes({ changes, names, view: viewOf(ctx, caller, request) }));
      },
      { panel: 'AGENT' },
    )
    .post(
      '/identity',
      ({ caller, request, params: { id }, body: { customer } }) => {
        const { unknownCustomer, otherCustomer } = inboxTexts[caller.language].side;
        const deed = {
          form: 'identity',
          value: customer,
          texts: { invalid: unknownCustomer, conflict: otherCustomer },
        };
        return answer(ctx, caller, request, id, deed as Deed, () =>
          vouchForCustomer(ctx, caller, id, customer.trim() === '' ? null : customer),
        );
      },
      { panel: 'AGENT', body: t.Object({ customer: t.String({ maxLength: 200, default: '' }) }) },
    )
    .post(
      '/tags',
      ({ caller, request, params: { id }, body: { tags } }) => {
        const texts = { invalid: inboxTexts[caller.language].side.tooManyTags };
        return answer(ctx, caller, request, id, { form: 'tags', value: tags, texts }, () =>
          tagConversation(ctx, caller, id, tags.split(',')),
        );
      },
      { panel: 'AGENT', body: t.Object({ tags: t.String({ maxLength: 1_000, default: '' }) }) },
    )
    .post(
      '/priority',
      ({ caller, request, params: { id }, body: { priority } }) =>
        answer(ctx, caller, request, id, { form: 'tags', value: '', texts: {} }, () =>
          prioritiseConversation(ctx, caller, id, priority),
        ),
      { panel: 'AGENT', body: t.Object({ priority: t.UnionEnum([...PRIORITIES]) }) },
    )
    .post(
      '/ticket',
      ({ caller, request, params: { id }, body: { subject, category, priority } }) => {
        const { subjectMissing, hasTicket } = inboxTexts[caller.language].side;
        const deed: Deed = { form: 'ticket', value: subject, texts: { invalid: subjectMissing, conflict: hasTicket } };
        const fields = { conversationId: id, subject: subject.trim(), description: null, priority, category };
        return answer(ctx, caller, request, id, deed, async () => {
          if (fields.subject === '') throw new AppError('invalid', 'subject');
          await createTicket(ctx, caller, fields);
        });
      },
      {
        panel: 'AGENT',
        body: t.Object({
          subject: t.String({ maxLength: MAX_SUBJECT_CHARS, default: '' }),
          category: t.String({ maxLength: 60, default: 'general' }),
          priority: t.UnionEnum([...PRIORITIES]),
        }),
      },
    );

interface Deed {
  form: FormProblem['form'];
  /** What was typed. */
  value: string;
  /** What to say where it cannot be done. */
  texts: Partial<Record<ErrorCode, string>>;
}

/** Does it and shows the panel as it is then; what was typed comes back with what is wrong with it. */
async function answer(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  { form, value, texts }: Deed,
  work: () => Promise<unknown>,
): Promise<Response> {
  let problem: FormProblem | null = null;
  try {
    await work();
  } catch (error) {
    const text = error instanceof AppError ? texts[error.code] : undefined;
    if (text === undefined) throw error;
    problem = { form, value, text };
  }
  if (!isHtmx(request)) return redirectTo(`${HOME}/${id}`, request);
  const view = await panel(ctx, caller, request, id, problem);
  if (problem) return viewResponse(view, { status: 422 });
  const { language } = caller;
  const toast = ToastPiece({ title: inboxTexts[language].side.saved, kind: 'done', language });
  return viewResponse(textOf(view) + textOf(toast));
}

async function panel(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  problem: FormProblem | null = null,
): Promise<JSX.Element> {
  const side = await refreshSide(ctx, caller, id);
  return CustomerPanel({ side, view: viewOf(ctx, caller, request), problem });
}
