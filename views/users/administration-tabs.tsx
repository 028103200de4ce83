import { may } from '../../src/features/auth/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Tabs } from '../components/page-header.tsx';
import { userTexts } from './user-texts.ts';

const TABS = [
  { key: 'people', path: '/panel/users', action: 'user.manage' },
  { key: 'serviceLevels', path: '/panel/service-levels', action: 'sla.read' },
] as const;

interface AdministrationTabsProps {
  role: Role;
  current: (typeof TABS)[number]['key'];
  language: Language;
}

/** The pages of the settings that the role has. */
export function AdministrationTabs({ role, current, language }: AdministrationTabsProps): JSX.Element {
  const { tabs, views } = userTexts[language].administration;
  const shown = TABS.filter(({ action }) => may(role, action));
  return (
    <Tabs label={views} tabs={shown.map(({ key, path }) => ({ label: tabs[key], path, isCurrent: key === current }))} />
  );
}

/** Where the section of the settings begins for a role. */
export const administrationPath = (role: Role): string =>
  TABS.find(({ action }) => may(role, action))?.path ?? '/panel';
