import {
  ADMINISTRATION_GROUPS,
  type AdministrationKey,
  administrationFor,
} from '../../src/features/administration/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { administrationTexts } from './administration-texts.ts';

interface AdministrationPageProps {
  current: AdministrationKey;
  /** Instead of the page's name and line in the navigation: for a page inside it. */
  title?: string;
  lead?: string;
  /** Where the way back leads, for a page inside a list. */
  backPath?: string;
  /** Buttons, the most important last. */
  actions?: JSX.Element;
  person: Person;
  files: PageFiles;
  children: JSX.Element;
}

/**
 * A page of the administration: its navigation at the side (on a phone above), the title, the content. Who has no other
 * page there sees no navigation.
 */
export function AdministrationPage(props: AdministrationPageProps): JSX.Element {
  const { current, person, files, children } = props;
  const { language } = person;
  const own = administrationTexts[language].pages[current];
  const title = props.title ?? own.name;
  const lead = props.lead ?? (props.title === undefined ? own.lead : undefined);
  return (
    <PanelPage title={title} section="administration" person={person} files={files}>
      <div class="administration">
        <AdministrationNav role={person.role} current={current} language={language} />
        <div class="page">
          <PageHeader
            title={title}
            {...(lead !== undefined && { lead })}
            {...(props.backPath !== undefined && { backPath: props.backPath })}
            {...(props.actions !== undefined && { actions: props.actions })}
            language={language}
          />
          {children}
        </div>
      </div>
    </PanelPage>
  );
}

interface AdministrationNavProps {
  role: Role;
  current: AdministrationKey;
  language: Language;
}

function AdministrationNav({ role, current, language }: AdministrationNavProps): JSX.Element {
  const { title, groups, pages } = administrationTexts[language];
  const shown = administrationFor(role);
  if (shown.length < 2) return '';
  return (
    <nav class="administration-nav" aria-label={title}>
      {ADMINISTRATION_GROUPS.map((group) => {
        const inGroup = shown.filter((area) => area.group === group);
        if (inGroup.length === 0) return '';
        return (
          <div class="administration-group">
            <p id={`administration-${group}`} safe>
              {groups[group]}
            </p>
            <ul aria-labelledby={`administration-${group}`}>
              {inGroup.map(({ key, path }) => (
                <li>
                  <a href={path} aria-current={key === current ? 'page' : undefined} safe>
                    {pages[key].name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
