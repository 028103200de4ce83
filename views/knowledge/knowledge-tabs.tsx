import { type Action, may } from '../../src/features/auth/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Tabs } from '../components/page-header.tsx';
import { type KnowledgeTab, knowledgeTexts } from './knowledge-texts.ts';
import { GAPS_PATH, IMPORT_PATH, KNOWLEDGE_PATH, TRIAL_PATH } from './paths.ts';

const TABS: { key: KnowledgeTab; path: string; action: Action }[] = [
  { key: 'articles', path: KNOWLEDGE_PATH, action: 'knowledge.read' },
  { key: 'gaps', path: GAPS_PATH, action: 'knowledge.gaps' },
  { key: 'try', path: TRIAL_PATH, action: 'knowledge.write' },
  { key: 'import', path: IMPORT_PATH, action: 'knowledge.write' },
];

interface KnowledgeTabsProps {
  current: KnowledgeTab;
  role: Role;
  language: Language;
}

/** The parts of the knowledge that the person may use; nothing where that is one. */
export function KnowledgeTabs({ current, role, language }: KnowledgeTabsProps): JSX.Element {
  const texts = knowledgeTexts[language];
  const shown = TABS.filter(({ action }) => may(role, action));
  if (shown.length < 2) return '';
  return (
    <Tabs
      label={texts.tabsLabel}
      tabs={shown.map(({ key, path }) => ({ label: texts.tabs[key], path, isCurrent: key === current }))}
    />
  );
}
