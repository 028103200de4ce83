import { AUDIT_ACTIONS, AUDIT_RESOURCES, type AuditRow, type Verification } from '../../src/features/audit/model.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { AuditNews, type AuditNewsState } from './audit-news.tsx';
import { auditTexts, sentenceOf } from './audit-texts.ts';
import { ChainCard } from './chain-card.tsx';
import { detailName, detailText, reportName } from './detail-texts.ts';
import { AUDIT_PATH, pathOfThing } from './paths.ts';

const LIST_ID = 'audit-entries';

export interface AuditList {
  entries: AuditRow[];
  /** Entries about what is there no more, which lead nowhere. */
  gone: ReadonlySet<number>;
  /** As they stand in the address. */
  filter: Record<'id' | 'who' | 'action' | 'about' | 'outcome' | 'from' | 'to', string>;
  /** Whom an entry can name. */
  actors: { id: number; name: string; isService: boolean }[];
  looks: Verification[];
  exportPath: (format: 'csv' | 'json') => string;
  /** Null on the pages behind the first, where nothing new would stand. */
  news: AuditNewsState | null;
  pages: Pages;
}

interface AuditPageProps {
  audit: AuditList;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Who did and read what, and whether the record of it is whole. */
export function AuditPage({ audit, person, files, view }: AuditPageProps): JSX.Element {
  const texts = auditTexts[view.language];
  return (
    <AdministrationPage current="audit" person={person} files={files}>
      <div class="audit">
        <ChainCard looks={audit.looks} view={view} />
        <AuditFilters audit={audit} view={view} />
        <div id={LIST_ID}>
          {audit.news ? <AuditNews news={audit.news} view={view} /> : ''}
          <div class="list-actions">
            <Button
              label={texts.exportCsv}
              kind="quiet"
              href={audit.exportPath('csv')}
              attributes={{ download: true }}
            />
            <Button
              label={texts.exportJson}
              kind="quiet"
              href={audit.exportPath('json')}
              attributes={{ download: true }}
            />
          </div>
          {audit.entries.length === 0 ? (
            <EmptyState icon="shield" title={texts.none.title} text={texts.none.text} />
          ) : (
            <Entries audit={audit} view={view} />
          )}
          <Pagination {...audit.pages} language={view.language} />
        </div>
      </div>
    </AdministrationPage>
  );
}

function AuditFilters({
  audit: { filter, actors },
  view: { language },
}: {
  audit: AuditList;
  view: View;
}): JSX.Element {
  const { filters, resources, apiKey } = auditTexts[language];
  return (
    <FilterBar
      path={AUDIT_PATH}
      target={LIST_ID}
      search={{ name: 'id', label: filters.id, value: filter.id }}
      selects={[
        {
          name: 'who',
          label: filters.who,
          value: filter.who,
          options: actors.map(({ id, name, isService }) => ({
            value: String(id),
            label: isService ? `${name} (${apiKey})` : name,
          })),
        },
        { name: 'action', label: filters.action, value: filter.action, options: actionOptions(language) },
        {
          name: 'about',
          label: filters.about,
          value: filter.about,
          options: AUDIT_RESOURCES.map((value) => ({ value, label: resources[value] })),
        },
        {
          name: 'outcome',
          label: filters.outcome,
          value: filter.outcome,
          options: [
            { value: 'success', label: filters.success },
            { value: 'failure', label: filters.failure },
          ],
        },
      ]}
      dates={[
        { name: 'from', label: filters.from, value: filter.from },
        { name: 'to', label: filters.to, value: filter.to },
      ]}
      language={language}
    />
  );
}

/** Each noun as a whole and then its actions, as sentences say them. */
function actionOptions(language: View['language']): { value: string; label: string }[] {
  const { nouns, filters } = auditTexts[language];
  return Object.entries(nouns).flatMap(([noun, name]) => [
    { value: `${noun}.*`, label: filters.all(name) },
    ...AUDIT_ACTIONS.filter((action) => action.startsWith(`${noun}.`)).map((action) => ({
      value: action,
      label: `— ${sentenceOf(action, 'success', language)}`,
    })),
  ]);
}

function Entries({ audit: { entries, gone }, view }: { audit: AuditList; view: View }): JSX.Element {
  const texts = auditTexts[view.language];
  return (
    <DataTable
      caption={texts.list}
      columns={[
        { label: texts.columns.what, cell: (entry) => <What entry={entry} view={view} /> },
        {
          label: texts.columns.about,
          cell: (entry) => <About entry={entry} isGone={gone.has(entry.id)} view={view} />,
        },
        { label: texts.columns.when, cell: ({ at }) => <Moment date={at} view={view} style="full" /> },
      ]}
      rows={entries}
      rowId={({ id }) => `entry-${id}`}
      language={view.language}
    />
  );
}

function What({ entry, view }: { entry: AuditRow; view: View }): JSX.Element {
  const texts = auditTexts[view.language];
  const { actorName, isService, action, status } = entry;
  return (
    <div class="audit-what">
      <strong safe>{nameOf(actorName, view)}</strong> {isService ? <Chip label={texts.apiKey} tone="blue" /> : ''}{' '}
      <span safe>{sentenceOf(action, status, view.language)}</span>
      {status === 'failure' ? <Chip label={texts.failed} tone="red" /> : ''}
      <Details entry={entry} view={view} />
    </div>
  );
}

const nameOf = (name: string, { language }: View): string => {
  if (name === 'assistant') return auditTexts[language].assistant;
  return name === 'system' ? auditTexts[language].system : name;
};

function About({ entry, isGone, view }: { entry: AuditRow; isGone: boolean; view: View }): JSX.Element {
  const { resourceType, resourceId } = entry;
  const resources: Record<string, string> = auditTexts[view.language].resources;
  const path = isGone ? null : pathOfThing(entry);
  const id = resourceId ?? '';
  const label = labelOf(resourceType, id, view);
  return (
    <span class="two-lines">
      <span safe>{resources[resourceType] ?? resourceType}</span>
      {path ? (
        <a href={path} title={id} safe>
          {label || path}
        </a>
      ) : (
        <span class="hint" title={id} safe>
          {label}
        </span>
      )}
    </span>
  );
}

/** Ids of machines are cut, numbers said as such, reports named. */
function labelOf(resourceType: string, id: string, { language }: View): string {
  if (resourceType === 'report') return reportName(id, language);
  if (/^\d+$/.test(id)) return `#${id}`;
  return id.length > 13 ? `${id.slice(0, 8)}…` : id;
}

function Details({ entry, view }: { entry: AuditRow; view: View }): JSX.Element {
  const texts = auditTexts[view.language];
  const facts: [string, string][] = [
    [texts.entry, String(entry.id)],
    [texts.action, entry.action],
    ...Object.entries(entry.details).map(([key, value]): [string, string] => [
      detailName(key, view.language),
      detailText(value, view.language),
    ]),
    [texts.hash, entry.hash],
  ];
  return (
    <details class="audit-details">
      <summary safe>{texts.details}</summary>
      <dl class="audit-facts">
        {facts.map(([name, value]) => (
          <div>
            <dt safe>{name}</dt>
            <dd safe>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
