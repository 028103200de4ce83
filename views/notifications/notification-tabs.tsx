import { may } from '../../src/features/auth/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Tabs } from '../components/page-header.tsx';
import { notificationTexts } from './notification-texts.ts';

const PATH = '/panel/notifications';

interface NotificationTabsProps {
  role: Role;
  current: 'own' | 'preferences' | 'outbox';
  language: Language;
}

/** The pages about notifications that the role has. */
export function NotificationTabs({ role, current, language }: NotificationTabsProps): JSX.Element {
  const { tabs, views } = notificationTexts[language];
  const shown = [
    { key: 'own', path: PATH },
    { key: 'preferences', path: `${PATH}/preferences` },
    ...(may(role, 'notification.any') ? [{ key: 'outbox' as const, path: `${PATH}/outbox` }] : []),
  ] as const;
  return (
    <Tabs label={views} tabs={shown.map(({ key, path }) => ({ label: tabs[key], path, isCurrent: key === current }))} />
  );
}
