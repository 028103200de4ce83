import { Elysia } from 'elysia';
import type { Context } from './context.ts';
import { analyticsApi } from './features/analytics/api.ts';
import { analyticsPages } from './features/analytics/pages.ts';
import { apiKeysApi } from './features/api-keys/api.ts';
import { apiKeysPages } from './features/api-keys/pages.ts';
import { auditApi } from './features/audit/api.ts';
import { auditPages } from './features/audit/pages.ts';
import { authApi } from './features/auth/api.ts';
import { oidcPages } from './features/auth/oidc-pages.ts';
import { authPages } from './features/auth/pages.ts';
import { sessionsApi } from './features/auth/sessions-api.ts';
import { twoFactorApi } from './features/auth/two-factor-api.ts';
import { twoFactorPages } from './features/auth/two-factor-pages.ts';
import { cannedApi } from './features/canned-responses/api.ts';
import { cannedPages } from './features/canned-responses/pages.ts';
import { chatApi } from './features/chat/api.ts';
import { chatSocket } from './features/chat/socket-route.ts';
import type { TurnDesk } from './features/chat/turn-desk.ts';
import { agentsApi } from './features/conversations/agents-api.ts';
import { conversationsApi } from './features/conversations/api.ts';
import { conversationPages } from './features/conversations/conversation-pages.ts';
import { conversationLive } from './features/conversations/live.ts';
import { staffSocket } from './features/conversations/staff-route.ts';
import { customerReturnApi } from './features/customer-return/api.ts';
import { customerReturnPages } from './features/customer-return/pages.ts';
import { customersApi } from './features/customers/api.ts';
import { customersPages } from './features/customers/pages.ts';
import { inboxPages } from './features/inbox/pages.ts';
import { sidePages } from './features/inbox/side-pages.ts';
import { knowledgeApi } from './features/knowledge/api.ts';
import { gapsApi } from './features/knowledge/gaps-api.ts';
import { knowledgePages } from './features/knowledge/pages.ts';
import { trialApi } from './features/knowledge/trial-api.ts';
import { knowledgeImportApi } from './features/knowledge-import/api.ts';
import { knowledgeImportPages } from './features/knowledge-import/pages.ts';
import { notificationsApi } from './features/notifications/api.ts';
import { notificationsPages } from './features/notifications/pages.ts';
import { openApi } from './features/openapi/api.ts';
import type { RouteList } from './features/openapi/service.ts';
import { pageErrors } from './features/panel/errors.ts';
import { frontPages } from './features/panel/pages.ts';
import { shellPages } from './features/panel/shell-pages.ts';
import { promptPages } from './features/prompt/pages.ts';
import { retentionApi } from './features/retention/api.ts';
import { retentionPages } from './features/retention/pages.ts';
import { satisfactionPages } from './features/satisfaction/pages.ts';
import { savedViewsPages } from './features/saved-views/pages.ts';
import { settingsApi } from './features/settings/api.ts';
import { ownSettingsPages } from './features/settings/own-pages.ts';
import { settingsPages } from './features/settings/pages.ts';
import { metricsApi } from './features/system/metrics-api.ts';
import { systemPages } from './features/system/pages.ts';
import { ticketsApi } from './features/tickets/api.ts';
import { ticketsPages } from './features/tickets/pages.ts';
import { slaApi } from './features/tickets/sla-api.ts';
import { slaPages } from './features/tickets/sla-pages.ts';
import { uploadsApi } from './features/uploads/api.ts';
import { uploadsPages, uploadsStaffApi } from './features/uploads/staff-api.ts';
import { userAccessApi } from './features/users/access-api.ts';
import { accountPages } from './features/users/account-pages.ts';
import { accountSecurityPages } from './features/users/account-security-pages.ts';
import { usersApi } from './features/users/api.ts';
import { avatarPages } from './features/users/avatar-pages.ts';
import { usersPages } from './features/users/pages.ts';
import { peoplePages } from './features/users/people-pages.ts';
import { personDeeds } from './features/users/person-deeds.ts';
import { verificationApi } from './features/verification/api.ts';
import { staffVerificationApi } from './features/verification/staff-api.ts';
import { webhooksApi } from './features/webhooks/api.ts';
import { webhooksPages } from './features/webhooks/pages.ts';
import { widgetApi } from './features/widget/api.ts';
import { widgetPages } from './features/widget/pages.ts';
import { assets } from './http/assets.ts';
import { requireJsonBody } from './http/body-type.ts';
import { crossOrigin } from './http/cors.ts';
import { jsonErrors } from './http/errors.ts';
import { API_HEADERS } from './http/headers.ts';
import { health } from './http/health.ts';
import { publicFiles } from './http/public-files.ts';
import { infoOf, noteHandler, noteRoute } from './http/request-info.ts';
import { pathOf } from './lib/path.ts';

/** The whole application, one feature a line. It never listens: server.ts does. */
export function createApp(ctx: Context, desk: TurnDesk) {
  const routes: RouteList = { all: [] };
  const app = new Elysia({ aot: true, precompile: false, normalize: true })
    .headers(API_HEADERS)
    .onRequest(({ request, set }) => {
      set.headers['x-request-id'] = infoOf(request).id;
      requireJsonBody(request, pathOf(request.url));
    })
    .onTransform(({ request, route }) => noteHandler(request, route))
    .onError(({ request, route }) => noteRoute(request, route))
    .use(pageErrors(ctx))
    .use(jsonErrors(ctx, routes))
    .use(crossOrigin(ctx))
    .use(health(ctx))
    .use(metricsApi(ctx))
    .use(authApi(ctx))
    .use(twoFactorApi(ctx))
    .use(sessionsApi(ctx))
    .use(chatApi(ctx, desk))
    .use(chatSocket(ctx, desk))
    .use(uploadsApi(ctx))
    .use(uploadsStaffApi(ctx))
    .use(verificationApi(ctx))
    .use(customerReturnApi(ctx))
    .use(conversationsApi(ctx))
    .use(cannedApi(ctx))
    .use(staffVerificationApi(ctx))
    .use(agentsApi(ctx))
    .use(staffSocket(ctx))
    .use(ticketsApi(ctx))
    .use(slaApi(ctx))
    .use(notificationsApi(ctx))
    .use(customersApi(ctx))
    .use(usersApi(ctx))
    .use(userAccessApi(ctx))
    .use(knowledgeApi(ctx))
    .use(knowledgeImportApi(ctx))
    .use(knowledgeImportPages(ctx))
    .use(analyticsApi(ctx))
    .use(settingsApi(ctx))
    .use(widgetApi(ctx))
    .use(auditApi(ctx))
    .use(retentionApi(ctx))
    .use(webhooksApi(ctx))
    .use(apiKeysApi(ctx))
    .use(gapsApi(ctx))
    .use(trialApi(ctx))
    .use(openApi(ctx, routes))
    .use(frontPages(ctx))
    .use(shellPages(ctx))
    .use(authPages(ctx))
    .use(twoFactorPages(ctx))
    .use(oidcPages(ctx))
    .use(usersPages(ctx))
    .use(accountPages(ctx))
    .use(accountSecurityPages(ctx))
    .use(avatarPages(ctx))
    .use(peoplePages(ctx))
    .use(personDeeds(ctx))
    .use(promptPages(ctx))
    .use(widgetPages(ctx))
    .use(ownSettingsPages(ctx))
    .use(settingsPages(ctx))
    .use(systemPages(ctx))
    .use(retentionPages(ctx))
    .use(customersPages(ctx))
    .use(ticketsPages(ctx))
    .use(knowledgePages(ctx))
    .use(slaPages(ctx))
    .use(analyticsPages(ctx))
    .use(satisfactionPages(ctx))
    .use(notificationsPages(ctx))
    .use(customerReturnPages(ctx))
    .use(inboxPages(ctx))
    .use(sidePages(ctx))
    .use(savedViewsPages(ctx))
    .use(conversationPages(ctx))
    .use(cannedPages(ctx))
    .use(auditPages(ctx))
    .use(webhooksPages(ctx))
    .use(apiKeysPages(ctx))
    .use(uploadsPages(ctx))
    .use(conversationLive(ctx))
    .use(assets())
    .use(publicFiles());
  routes.all = app.routes;
  requireDeclaredAccess(routes.all);
  return app;
}

/** Closed by default: a route that does not say who may use it stops the start. */
function requireDeclaredAccess(routes: RouteList['all']): void {
  const undeclared = routes.filter(({ method, hooks }) => {
    // What answers a browser's question before a request reads and changes nothing.
    if (method === 'OPTIONS') return false;
    return typeof hooks.detail?.['x-access'] !== 'string';
  });
  if (undeclared.length > 0) {
    throw new Error(
      `routes without declared access: ${undeclared.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
    );
  }
}
