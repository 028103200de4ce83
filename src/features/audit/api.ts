import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { access } from '../auth/access.ts';
import { EXPORT_FORMATS, exportAudit } from './export.ts';
import { AuditQuery, filterOfQuery } from './filter.ts';
import { toAuditView } from './model.ts';
import { browseAudit, noteAuditRead, readersOf } from './service.ts';
import { verifyChain } from './verification.ts';

const documented = documentation('audit', () => import('./answers.ts'));

/** Who did and read what, and whether the record of it is whole. */
export const auditApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/audit' })
    .use(access(ctx))
    .get(
      '/',
      async ({ caller, query: { limit, skip, ...query }, set }) => {
        const filter = filterOfQuery(query);
        await noteAuditRead(ctx, caller);
        const { entries, total } = await browseAudit(ctx, filter, { limit, skip });
        sendTotal(set, total);
        return entries.map(toAuditView);
      },
      {
        staff: { may: 'audit.read' },
        query: t.Composite([Page, AuditQuery]),
        detail: documented('Who did and read what, the newest first', { answer: ['AuditEntry'] }),
      },
    )
    .get(
      '/verify',
      async ({ caller, query: { scope = 'all' } }) => {
        const { valid, entries, anchors, firstBadId, fault } = await verifyChain(ctx, caller, scope === 'all');
        return {
          valid,
          entries,
          ...(anchors !== null && { anchors }),
          ...(firstBadId !== null && { first_bad_id: firstBadId }),
          ...(fault !== null && { fault }),
        };
      },
      {
        staff: { may: 'audit.read' },
        query: t.Object({
          scope: t.Optional(oneOf(['all', 'new'])),
        }),
        detail: documented('Whether the hash chain is whole: all of it, or what is new since it last was', {
          answer: 'AuditVerification',
        }),
      },
    )
    .get(
      '/readers',
      async ({ query: { resource_type: thing, resource_id: id } }) =>
        (await readersOf(ctx, thing, id)).map(({ actorId, actorName, isService, action, lastAt, times }) => ({
          user_id: actorId,
          user_name: actorName,
          is_api_key: isService,
          action,
          last_at: lastAt.toISOString(),
          times,
        })),
      {
        staff: { may: 'audit.readers' },
        query: t.Object({
          resource_type: oneOf(['conversation', 'ticket', 'customer']),
          resource_id: t.String({ minLength: 1, maxLength: 64 }),
        }),
        detail: documented('Who looked at a conversation, a ticket or a customer, the last one first', {
          answer: ['Reader'],
        }),
      },
    )
    .get(
      '/export',
      ({ caller, query: { format = 'csv', ...query } }) => exportAudit(ctx, caller, filterOfQuery(query), format),
      {
        staff: { may: 'audit.read' },
        query: t.Composite([AuditQuery, t.Object({ format: t.Optional(oneOf(EXPORT_FORMATS)) })]),
        detail: documented('The same entries as a file, CSV or JSON; the export stands in the log itself', {
          answer: null,
          status: 200,
        }),
      },
    );
