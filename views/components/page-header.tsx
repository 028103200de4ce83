import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

interface PageHeaderProps {
  title: string;
  /** One line below: what the page shows, or how many. */
  lead?: string;
  /** Where the way back leads, for a page inside a list. */
  backPath?: string;
  /** Buttons, the most important last. */
  actions?: JSX.Element;
  language: Language;
}

/** The title of a page with what can be done on it. */
export function PageHeader({ title, lead, backPath, actions, language }: PageHeaderProps): JSX.Element {
  return (
    <header class="page-head">
      {backPath ? (
        <a class="page-back" href={backPath} aria-label={shellTexts[language].back} title={shellTexts[language].back}>
          <Icon name="back" />
        </a>
      ) : (
        ''
      )}
      <div class="page-title">
        <h1 safe>{title}</h1>
        {lead ? <p safe>{lead}</p> : ''}
      </div>
      {actions ? <div class="page-actions">{actions}</div> : ''}
    </header>
  );
}

interface Tab {
  label: string;
  path: string;
  isCurrent: boolean;
  count?: string;
}

/** Views of one page, each with an address of its own: links, so that the back button and a bookmark work. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a href={tab.path} aria-current={tab.isCurrent ? 'page' : undefined}>
          <span safe>{tab.label}</span>
          {tab.count === undefined ? (
            ''
          ) : (
            <span class="count" safe>
              {tab.count}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
