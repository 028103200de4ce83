/** A page of the panel, or a route of the interface, that shows a list or a report. */
export interface Asked {
  name: string;
  path: string;
}

const panel = (path: string): Asked => ({ name: `/panel${path}`, path: `/panel${path}` });
const api = (path: string): Asked => ({ name: `/api/v1${path}`, path: `/api/v1${path}` });

export const ASKED: readonly Asked[] = [
  panel('/reports/dashboard'),
  panel('/reports/dashboard/live'),
  ...['conversations', 'ai', 'agents', 'tickets', 'customers'].flatMap((report) => [
    panel(`/reports/${report}?days=30`),
    panel(`/reports/${report}?days=365`),
  ]),
  panel('/reports/satisfaction'),
  panel('/reports/satisfaction?days=365&rating=1'),
  panel('/conversations'),
  panel('/conversations?status=ended'),
  panel('/conversations?status=waiting'),
  panel('/conversations?q=tarjeta'),
  panel('/tickets'),
  panel('/tickets?status=CLOSED'),
  panel('/tickets?q=transferencia'),
  panel('/tickets/board'),
  panel('/customers'),
  panel('/customers?q=Cliente+12'),
  panel('/notifications'),
  panel('/notifications/outbox'),
  panel('/audit'),
  panel('/users'),
  panel('/knowledge'),
  panel('/knowledge/gaps'),
  panel('/service-levels'),
  api('/analytics/dashboard'),
  api('/analytics/conversations?days=365'),
  api('/analytics/tickets?days=365'),
  api('/analytics/agents/performance?days=365'),
  api('/analytics/customers?days=365'),
  api('/analytics/timeline?days=365'),
  api('/analytics/ai?days=365'),
  api('/analytics/audit?hours=720'),
  api('/conversations'),
  api('/conversations?status=ended&limit=50&skip=1000'),
  api('/conversations?q=transferencia'),
  api('/tickets'),
  // So few that both histories have them: a longer answer takes longer.
  api('/tickets?q=transferencia&limit=20'),
  api('/tickets/statistics?period=month'),
  api('/customers'),
  api('/customers?q=Cliente'),
  api('/notifications/me'),
  api('/notifications/stats'),
  api('/audit'),
  api('/audit?action=conversation.read'),
];
