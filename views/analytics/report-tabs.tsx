import { REPORT_KEYS, type ReportKey } from '../../src/features/analytics/model.ts';
import { may } from '../../src/features/auth/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Tabs } from '../components/page-header.tsx';
import { analyticsTexts } from './analytics-texts.ts';
import { dashboardPath, reportPath, satisfactionPath } from './paths.ts';

interface ReportTabsProps {
  role: Role;
  current: ReportKey | 'dashboard' | 'satisfaction';
  language: Language;
}

/** The reports; nothing for those who have their own figures alone. */
export function ReportTabs({ role, current, language }: ReportTabsProps): JSX.Element {
  if (!may(role, 'analytics.any')) return '';
  const texts = analyticsTexts[language];
  const reports = REPORT_KEYS.map((key) => ({
    label: texts.reports[key].tab,
    path: reportPath(key),
    isCurrent: key === current,
  }));
  return (
    <Tabs
      label={texts.views}
      tabs={[
        { label: texts.dashboard.tab, path: dashboardPath, isCurrent: current === 'dashboard' },
        ...reports,
        { label: texts.satisfaction, path: satisfactionPath, isCurrent: current === 'satisfaction' },
      ]}
    />
  );
}
