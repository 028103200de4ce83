import { type Action, may } from '../auth/model.ts';
import type { Role } from '../users/model.ts';

/** What belongs together in the administration's own navigation. */
export const ADMINISTRATION_GROUPS = ['bank', 'assistant', 'team', 'connections', 'service'] as const;
export type AdministrationGroup = (typeof ADMINISTRATION_GROUPS)[number];

interface AdministrationArea {
  key: string;
  group: AdministrationGroup;
  path: string;
  /** What a role must be allowed to do for the page to be there for it. */
  action: Action;
}

/** The pages of the administration that exist, in the order of its navigation; their names stand in views/administration. */
export const ADMINISTRATION = [
  { key: 'general', group: 'bank', path: '/panel/settings', action: 'setting.read' },
  { key: 'widget', group: 'bank', path: '/panel/settings/widget', action: 'setting.read' },
  { key: 'serviceLevels', group: 'bank', path: '/panel/service-levels', action: 'sla.read' },
  { key: 'assistant', group: 'assistant', path: '/panel/settings/assistant', action: 'setting.read' },
  { key: 'prompt', group: 'assistant', path: '/panel/settings/prompt', action: 'setting.read' },
  { key: 'people', group: 'team', path: '/panel/users', action: 'user.manage' },
  { key: 'canned', group: 'team', path: '/panel/canned-responses', action: 'canned.own' },
  { key: 'apiKeys', group: 'connections', path: '/panel/api-keys', action: 'api_key.manage' },
  { key: 'webhooks', group: 'connections', path: '/panel/webhooks', action: 'webhook.manage' },
  { key: 'own', group: 'connections', path: '/panel/settings/own', action: 'setting.read' },
  { key: 'audit', group: 'service', path: '/panel/audit', action: 'audit.read' },
  { key: 'limits', group: 'service', path: '/panel/settings/limits', action: 'setting.read' },
  { key: 'retention', group: 'service', path: '/panel/retention', action: 'retention.read' },
  { key: 'system', group: 'service', path: '/panel/system', action: 'system.read' },
] as const satisfies readonly AdministrationArea[];

export type AdministrationKey = (typeof ADMINISTRATION)[number]['key'];

/** The pages that a role has. */
export const administrationFor = (role: Role) => ADMINISTRATION.filter(({ action }) => may(role, action));

/** Where the administration begins for a role. */
export const administrationPath = (role: Role): string => administrationFor(role)[0]?.path ?? '/panel';
