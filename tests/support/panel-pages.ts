import type { Action } from '../../src/features/auth/model.ts';
import type { Things } from './full-desk.ts';
import type { Staff } from './staff.ts';

/** What is done on an open page before it is looked at: each opens what was not to be seen. */
export type Step = { click: string; shows: string } | { keys: string; shows: string } | { type: string; shows: string };

export interface PanelPage {
  /** What a person must be allowed to do; null: there for everybody, also without a session. */
  action: Action | null;
  /** Its addresses, each a state of it. */
  at: (things: Things, who: Staff) => string[];
  /** States that only the page itself can show. The first address is meant. */
  states?: Record<string, Step[]>;
}

const MENU = { shows: '[popover]:popover-open' };
const WHAT_IT_COUNTS: Record<string, Step[]> = { definition: [{ click: '.what', ...MENU }] };

/** Every page that a person opens, by the route that serves it. */
export const PANEL_PAGES: Record<string, PanelPage> = {
  '/panel/login': { action: null, at: () => ['/panel/login', '/panel/login?left=yes'] },
  '/panel/password': { action: null, at: () => ['/panel/password?token=made-up'] },
  '/panel/conversations/': {
    action: 'conversation.read',
    at: () => [
      '/panel/conversations',
      '/panel/conversations?status=ended&language=en',
      '/panel/conversations?q=nothing-like-this-anywhere',
    ],
    states: {
      filters: [{ click: '.filter-open', ...MENU }],
      availability: [{ click: '.availability-open', ...MENU }],
      views: [{ click: '[popovertarget=views-menu]', ...MENU }],
      account: [{ click: '.account-open', ...MENU }],
    },
  },
  '/panel/conversations/:id': {
    action: 'conversation.read',
    at: ({ mine, waiting, bot, ended }) => [mine, waiting, bot, ended].map((id) => `/panel/conversations/${id}`),
    states: {
      more: [{ click: '.conversation-actions [popovertarget^=more-]', ...MENU }],
      transfer: [{ click: '.conversation-actions [hx-get$="/transfer"]', shows: '#deed[open] textarea[name=reason]' }],
      end: [{ click: '.conversation-actions [hx-get$="/end"]', shows: '#deed[open] form' }],
      note: [{ click: '#tab-note', shows: '#note-text' }],
      canned: [{ click: '[data-pick-open]', shows: '[data-picker]:not([hidden])' }],
      search: [
        { keys: 'Control+k', shows: '#search[open]' },
        { type: 'tarjeta', shows: '#search input[aria-activedescendant]' },
      ],
    },
  },
  '/panel/tickets/': {
    action: 'ticket.read',
    at: () => ['/panel/tickets', '/panel/tickets?q=nothing-like-this-anywhere'],
    states: { selected: [{ click: 'input[name=selected]', shows: '[data-bulk-bar]' }] },
  },
  '/panel/tickets/board': { action: 'ticket.read', at: () => ['/panel/tickets/board'] },
  '/panel/tickets/new': {
    action: 'ticket.create',
    at: ({ bot }) => ['/panel/tickets/new', `/panel/tickets/new?conversation=${bot}`],
  },
  '/panel/tickets/:reference/': {
    action: 'ticket.read',
    at: ({ ticket, complaint, resolved }) => [ticket, complaint, resolved].map((one) => `/panel/tickets/${one}`),
    states: {
      status: [{ click: '[popovertarget=set-status]', ...MENU }],
      edit: [{ click: '[hx-get$="/edit"]:visible', shows: 'dialog[open] form' }],
      merge: [
        { click: '[popovertarget=ticket-more]', ...MENU },
        { click: '[hx-get$="/merge"]:visible', shows: 'dialog[open] form' },
      ],
    },
  },
  '/panel/customers/': {
    action: 'customer.read',
    at: () => ['/panel/customers', '/panel/customers?status=DELETED', '/panel/customers?tag=nothing-like-this'],
  },
  '/panel/customers/new': { action: 'customer.create', at: () => ['/panel/customers/new'] },
  '/panel/customers/duplicates': { action: 'customer.merge', at: () => ['/panel/customers/duplicates'] },
  '/panel/customers/erasures': { action: 'customer.erase', at: () => ['/panel/customers/erasures'] },
  '/panel/customers/import/': { action: 'customer.import', at: () => ['/panel/customers/import'] },
  '/panel/customers/import/:importId': {
    action: 'customer.import',
    at: ({ imports }, { email }) => [`/panel/customers/import/${imports[email]}`],
    states: { faults: [{ click: '#import-setup [type=submit]', shows: '#import-result .table' }] },
  },
  '/panel/customers/:id': {
    action: 'customer.read',
    at: ({ customer, known }) => [customer, known].map((one) => `/panel/customers/${one}`),
  },
  '/panel/customers/:id/edit': {
    action: 'customer.update',
    at: ({ customer }) => [`/panel/customers/${customer}/edit`],
  },
  '/panel/customers/:id/merge': {
    action: 'customer.merge',
    at: ({ customer, twin }) => [
      `/panel/customers/${customer}/merge`,
      `/panel/customers/${customer}/merge?with=${twin}`,
    ],
  },
  '/panel/customers/:id/erase': {
    action: 'customer.erase',
    at: ({ customer }) => [`/panel/customers/${customer}/erase`],
  },
  '/panel/customers/:id/receipt': {
    action: 'customer.erase',
    at: ({ erased }) => [`/panel/customers/${erased}/receipt`],
  },
  '/panel/canned-responses/': { action: 'canned.own', at: () => ['/panel/canned-responses'] },
  '/panel/canned-responses/new': { action: 'canned.own', at: () => ['/panel/canned-responses/new'] },
  '/panel/canned-responses/:id': {
    action: 'canned.own',
    at: ({ canned }, { email }) => [`/panel/canned-responses/${canned[email]}`],
  },
  '/panel/knowledge': {
    action: 'knowledge.read',
    at: () => ['/panel/knowledge', '/panel/knowledge?q=nothing-like-this-anywhere'],
  },
  '/panel/knowledge/new': { action: 'knowledge.write', at: () => ['/panel/knowledge/new'] },
  '/panel/knowledge/gaps/': {
    action: 'knowledge.gaps',
    at: () => ['/panel/knowledge/gaps', '/panel/knowledge/gaps?dismissed=true'],
  },
  '/panel/knowledge/try/': {
    action: 'knowledge.write',
    at: () => ['/panel/knowledge/try', '/panel/knowledge/try?topic=check-balance-and-movements'],
  },
  '/panel/knowledge/:slug': {
    action: 'knowledge.read',
    at: () => ['/panel/knowledge/check-balance-and-movements'],
  },
  '/panel/knowledge/:slug/versions/:language/': {
    action: 'knowledge.read',
    at: () => ['/panel/knowledge/check-balance-and-movements/versions/es'],
  },
  '/panel/knowledge/:slug/versions/:language/:version': {
    action: 'knowledge.read',
    at: () => ['/panel/knowledge/check-balance-and-movements/versions/es/1'],
  },
  '/panel/notifications/': {
    action: 'notification.own',
    at: () => ['/panel/notifications', '/panel/notifications?state=unread'],
  },
  '/panel/notifications/preferences': { action: 'notification.own', at: () => ['/panel/notifications/preferences'] },
  '/panel/notifications/outbox': {
    action: 'notification.any',
    at: () => ['/panel/notifications/outbox', '/panel/notifications/outbox?status=FAILED'],
  },
  '/panel/account/': { action: 'availability.own', at: () => ['/panel/account'] },
  '/panel/two-factor/': { action: 'availability.own', at: () => ['/panel/two-factor'] },
  '/panel/reports/dashboard': {
    action: 'analytics.any',
    at: () => ['/panel/reports/dashboard'],
    states: WHAT_IT_COUNTS,
  },
  '/panel/reports/conversations/': {
    action: 'analytics.any',
    at: () => [
      '/panel/reports/conversations?days=7',
      '/panel/reports/conversations?days=365&compare=no',
      '/panel/reports/conversations?from=2020-01-01&to=2020-01-31',
    ],
    states: { ...WHAT_IT_COUNTS, table: [{ click: '.report-numbers summary', shows: '.report-numbers[open] table' }] },
  },
  '/panel/reports/ai/': { action: 'analytics.any', at: () => ['/panel/reports/ai'] },
  '/panel/reports/agents/': { action: 'analytics.own', at: () => ['/panel/reports/agents'] },
  '/panel/reports/tickets/': { action: 'analytics.any', at: () => ['/panel/reports/tickets'] },
  '/panel/reports/customers/': { action: 'analytics.any', at: () => ['/panel/reports/customers'] },
  '/panel/reports/satisfaction': {
    action: 'satisfaction.read',
    at: () => ['/panel/reports/satisfaction', '/panel/reports/satisfaction?rating=1&comment=yes'],
  },
  '/panel/service-levels/': { action: 'sla.read', at: () => ['/panel/service-levels'] },
  '/panel/service-levels/policies/new': { action: 'sla.manage', at: () => ['/panel/service-levels/policies/new'] },
  '/panel/service-levels/policies/:id': {
    action: 'sla.manage',
    at: ({ policy }) => [`/panel/service-levels/policies/${policy}`],
  },
  '/panel/service-levels/calendars/:id': {
    action: 'sla.manage',
    at: ({ calendar }) => [`/panel/service-levels/calendars/${calendar}`],
  },
  '/panel/settings/': { action: 'setting.read', at: () => ['/panel/settings'] },
  '/panel/retention/': {
    action: 'retention.read',
    at: ({ ended }) => [`/panel/retention?conversation=${ended}`, '/panel/retention?done=held'],
  },
  '/panel/system/': { action: 'system.read', at: () => ['/panel/system'] },
  '/panel/settings/assistant': { action: 'setting.read', at: () => ['/panel/settings/assistant'] },
  '/panel/settings/prompt/': { action: 'setting.read', at: () => ['/panel/settings/prompt'] },
  '/panel/settings/prompt/:id': {
    action: 'setting.read',
    at: ({ prompt }) => [`/panel/settings/prompt/${prompt}`],
  },
  '/panel/settings/widget/': { action: 'setting.read', at: () => ['/panel/settings/widget'] },
  '/panel/settings/limits': { action: 'setting.read', at: () => ['/panel/settings/limits'] },
  '/panel/settings/own/': { action: 'setting.read', at: () => ['/panel/settings/own'] },
  '/panel/settings/own/new': { action: 'setting.manage', at: () => ['/panel/settings/own/new'] },
  '/panel/settings/own/edit': {
    action: 'setting.manage',
    at: () => ['/panel/settings/own/edit?key=campaign.banner'],
  },
  '/panel/settings/history': {
    action: 'setting.read',
    at: () => ['/panel/settings/history?key=desk.capacity'],
  },
  '/panel/users': { action: 'user.manage', at: () => ['/panel/users', '/panel/users?q=nothing-like-this-anywhere'] },
  '/panel/users/new': { action: 'user.manage', at: () => ['/panel/users/new'] },
  '/panel/users/:id': { action: 'user.manage', at: ({ user }) => [`/panel/users/${user}`] },
  '/panel/audit/': {
    action: 'audit.read',
    at: () => [
      '/panel/audit',
      '/panel/audit?action=conversation.*&outcome=success',
      '/panel/audit?id=nothing-like-this',
    ],
    states: { details: [{ click: '.audit-details summary', shows: '.audit-details[open] dl' }] },
  },
  '/panel/webhooks/': { action: 'webhook.manage', at: () => ['/panel/webhooks'] },
  '/panel/webhooks/new': { action: 'webhook.manage', at: () => ['/panel/webhooks/new'] },
  '/panel/webhooks/:id': {
    action: 'webhook.manage',
    at: ({ webhook }) => [`/panel/webhooks/${webhook}`, `/panel/webhooks/${webhook}?status=PENDING&event=new_message`],
    states: { change: [{ click: 'details.panel-card summary', shows: '#webhook-form' }] },
  },
  '/panel/webhooks/:id/deliveries/:deliveryId': {
    action: 'webhook.manage',
    at: ({ webhook, delivery }) => [`/panel/webhooks/${webhook}/deliveries/${delivery}`],
  },
  '/panel/api-keys/': { action: 'api_key.manage', at: () => ['/panel/api-keys'] },
  '/panel/api-keys/new': { action: 'api_key.manage', at: () => ['/panel/api-keys/new'] },
  '/panel/api-keys/:id': { action: 'api_key.manage', at: ({ apiKey }) => [`/panel/api-keys/${apiKey}`] },
  '/panel/knowledge/import/': { action: 'knowledge.write', at: () => ['/panel/knowledge/import'] },
  '/panel/knowledge/import/:importId': {
    action: 'knowledge.write',
    at: ({ knowledgeImports }) => knowledgeImports.map((id) => `/panel/knowledge/import/${id}`),
  },
};

/** What pages ask for and people never open by themselves: pieces of pages, files, ways that lead on. */
export const PANEL_PIECES: Record<string, { action: Action | null; at: (things: Things, who: Staff) => string }> = {
  '/panel': { action: null, at: () => '/panel' },
  '/panel/audit/chain': { action: 'audit.read', at: () => '/panel/audit/chain' },
  '/panel/audit/news': { action: 'audit.read', at: () => '/panel/audit/news?after=0&about=ticket' },
  '/panel/audit/export': { action: 'audit.read', at: () => '/panel/audit/export?format=json&action=auth.login' },
  '/panel/audit/readers': {
    action: 'audit.readers',
    at: ({ mine }) => `/panel/audit/readers?thing=conversation&id=${mine}`,
  },
  '/panel/knowledge/:slug/news': {
    action: 'knowledge.write',
    at: () => '/panel/knowledge/check-balance-and-movements/news?es=1.PUBLISHED',
  },
  '/panel/login/code': { action: null, at: () => '/panel/login/code' },
  '/panel/login/oidc/': { action: null, at: () => '/panel/login/oidc' },
  '/panel/login/oidc/callback': { action: null, at: () => '/panel/login/oidc/callback' },
  '/panel/people/:id/avatar/:version': {
    action: 'conversation.read',
    at: ({ user }) => `/panel/people/${user}/avatar/picture`,
  },
  '/panel/administration': { action: 'sla.read', at: () => '/panel/administration' },
  '/panel/reports/': { action: 'analytics.own', at: () => '/panel/reports' },
  '/panel/reports/dashboard/live': { action: 'analytics.any', at: () => '/panel/reports/dashboard/live' },
  '/panel/reports/conversations/table.csv': {
    action: 'analytics.any',
    at: () => '/panel/reports/conversations/table.csv?table=languages',
  },
  '/panel/reports/conversations/report.pdf': {
    action: 'analytics.any',
    at: () => '/panel/reports/conversations/report.pdf',
  },
  '/panel/reports/ai/table.csv': { action: 'analytics.any', at: () => '/panel/reports/ai/table.csv?table=outcomes' },
  '/panel/reports/ai/report.pdf': { action: 'analytics.any', at: () => '/panel/reports/ai/report.pdf' },
  '/panel/reports/agents/table.csv': {
    action: 'analytics.own',
    at: () => '/panel/reports/agents/table.csv?table=agents',
  },
  '/panel/reports/agents/report.pdf': { action: 'analytics.own', at: () => '/panel/reports/agents/report.pdf' },
  '/panel/reports/tickets/table.csv': {
    action: 'analytics.any',
    at: () => '/panel/reports/tickets/table.csv?table=sla',
  },
  '/panel/reports/tickets/report.pdf': { action: 'analytics.any', at: () => '/panel/reports/tickets/report.pdf' },
  '/panel/reports/customers/table.csv': {
    action: 'analytics.any',
    at: () => '/panel/reports/customers/table.csv?table=customers_by_day',
  },
  '/panel/reports/customers/report.pdf': { action: 'analytics.any', at: () => '/panel/reports/customers/report.pdf' },
  '/panel/settings/widget/frame': { action: 'setting.read', at: () => '/panel/settings/widget/frame' },
  '/panel/settings/assistant/spending': { action: 'setting.read', at: () => '/panel/settings/assistant/spending' },
  '/panel/bell': { action: 'notification.own', at: () => '/panel/bell' },
  '/panel/notifications/:id/open': {
    action: 'notification.own',
    at: ({ notifications }, { email }) => `/panel/notifications/${notifications[email]}/open`,
  },
  '/panel/customers/export': { action: 'customer.list.export', at: () => '/panel/customers/export' },
  '/panel/customers/:id/export': {
    action: 'customer.export',
    at: ({ customer }) => `/panel/customers/${customer}/export`,
  },
  '/panel/customers/:id/bank': { action: 'customer.read', at: ({ known }) => `/panel/customers/${known}/bank` },
  '/panel/customers/:id/timeline': {
    action: 'customer.read',
    at: ({ customer }) => `/panel/customers/${customer}/timeline?mark=2026-01-31T10:30:00.000000Z&key=note-1`,
  },
  '/panel/customers/import/:importId/faults': {
    action: 'customer.import',
    at: ({ imports }, { email }) => `/panel/customers/import/${imports[email]}/faults`,
  },
  '/panel/tickets/:reference/pieces': { action: 'ticket.read', at: ({ ticket }) => `/panel/tickets/${ticket}/pieces` },
  '/panel/tickets/:reference/edit': { action: 'ticket.update', at: ({ ticket }) => `/panel/tickets/${ticket}/edit` },
  '/panel/tickets/:reference/merge': { action: 'ticket.merge', at: ({ ticket }) => `/panel/tickets/${ticket}/merge` },
  '/panel/conversations/more': {
    action: 'conversation.read',
    at: ({ bot }) => `/panel/conversations/more?place=0&id=${bot}`,
  },
  '/panel/conversations/:id/side': { action: 'customer.read', at: ({ bot }) => `/panel/conversations/${bot}/side` },
  '/panel/conversations/:id/accounts': {
    action: 'customer.read',
    at: ({ mine }) => `/panel/conversations/${mine}/accounts`,
  },
  '/panel/conversations/:id/changes': {
    action: 'conversation.read',
    at: ({ bot }) => `/panel/conversations/${bot}/changes`,
  },
  '/panel/conversations/:id/older': {
    action: 'conversation.read',
    at: ({ bot }) => `/panel/conversations/${bot}/older?before=2`,
  },
  '/panel/conversations/:id/why': {
    action: 'conversation.read',
    at: ({ bot }) => `/panel/conversations/${bot}/why?seq=3`,
  },
  '/panel/conversations/:id/report': {
    action: 'answer.report',
    at: ({ bot }) => `/panel/conversations/${bot}/report?seq=3`,
  },
  '/panel/conversations/:id/transfer': {
    action: 'conversation.transfer',
    at: ({ waiting }) => `/panel/conversations/${waiting}/transfer`,
  },
  '/panel/conversations/:id/end': {
    action: 'conversation.end',
    at: ({ waiting }) => `/panel/conversations/${waiting}/end`,
  },
  '/panel/conversations/:id/canned': { action: 'canned.own', at: ({ bot }) => `/panel/conversations/${bot}/canned` },
  '/panel/conversations/:id/colleagues': {
    action: 'conversation.note',
    at: ({ bot }) => `/panel/conversations/${bot}/colleagues`,
  },
  '/panel/tickets/:reference/canned': {
    action: 'canned.own',
    at: ({ ticket }) => `/panel/tickets/${ticket}/canned`,
  },
  '/panel/tickets/:reference/colleagues': {
    action: 'ticket.note',
    at: ({ ticket }) => `/panel/tickets/${ticket}/colleagues`,
  },
  '/panel/conversations/:id/transcript': {
    action: 'conversation.transcript',
    at: ({ bot }) => `/panel/conversations/${bot}/transcript?format=txt`,
  },
  '/panel/conversations/:id/attachments/:attachmentId': {
    action: 'conversation.read',
    at: ({ mine, attachment }) => `/panel/conversations/${mine}/attachments/${attachment}`,
  },
};
