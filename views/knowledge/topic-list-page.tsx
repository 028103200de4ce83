import { may } from '../../src/features/auth/model.ts';
import {
  CATEGORIES,
  type Category,
  LANGUAGE_FILTERS,
  type LanguageFilter,
  STATES,
  type State,
  type Topic,
} from '../../src/features/knowledge/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { KnowledgeTabs } from './knowledge-tabs.tsx';
import { knowledgeTexts, type TopicDone } from './knowledge-texts.ts';
import { LanguageState, titleOf } from './parts.tsx';
import { KNOWLEDGE_PATH, NEW_PATH, topicPath } from './paths.ts';

const LIST_ID = 'articles';

export interface TopicListState {
  topics: Topic[];
  tags: string[];
  inReview: number;
  /** What the address says, each empty for any. */
  filter: { q: string; category: Category | ''; language: LanguageFilter | ''; state: State | ''; tag: string };
  pages: Pages;
  path: string;
  done: TopicDone | null;
}

interface TopicListProps {
  topicList: TopicListState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** All topics, with what each language is to customers. */
export function TopicListPage({ topicList: list, person, files, view }: TopicListProps): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const canWrite = may(person.role, 'knowledge.write');
  return (
    <PanelPage title={texts.title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={texts.title}
          lead={texts.lead}
          language={language}
          {...(canWrite && {
            actions: <Button label={texts.add} icon="plus" kind="primary" href={NEW_PATH} shortcut="alt+n" />,
          })}
        />
        <KnowledgeTabs current="articles" role={person.role} language={language} />
        <DoneNote text={list.done && texts.done[list.done]} />
        <Filters list={list} view={view} />
        <List list={list} view={view} canWrite={canWrite} />
      </div>
    </PanelPage>
  );
}

function Filters({ list: { filter, tags }, view: { language } }: { list: TopicListState; view: View }): JSX.Element {
  const texts = knowledgeTexts[language];
  const of = <Key extends string>(keys: readonly Key[], names: Record<Key, string>) =>
    keys.map((value) => ({ value, label: names[value] }));
  return (
    <FilterBar
      path={KNOWLEDGE_PATH}
      target={LIST_ID}
      search={{ name: 'q', label: texts.list.search, value: filter.q }}
      selects={[
        {
          name: 'category',
          label: texts.list.category,
          value: filter.category,
          options: of(CATEGORIES, texts.categories),
        },
        { name: 'state', label: texts.list.state, value: filter.state, options: of(STATES, texts.states) },
        {
          name: 'language',
          label: texts.list.language,
          value: filter.language,
          options: of(LANGUAGE_FILTERS, texts.list.languageFilters),
        },
        {
          name: 'tag',
          label: texts.list.tag,
          value: filter.tag,
          options: tags.map((tag) => ({ value: tag, label: tag })),
        },
      ]}
      language={language}
    />
  );
}

function List({ list, view, canWrite }: { list: TopicListState; view: View } & { canWrite: boolean }): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const isFiltered = Object.values(list.filter).some((value) => value !== '');
  return (
    <div
      id={LIST_ID}
      hx-get={list.path}
      hx-select={`#${LIST_ID}`}
      hx-swap="outerMorph"
      hx-trigger="panel:knowledge from:body throttle:2s, panel:back from:body"
    >
      {canWrite && list.inReview > 0 && list.filter.state !== 'review' ? (
        <p class="review-note">
          <a href={`${KNOWLEDGE_PATH}?state=review`} safe>
            {texts.list.inReview(formatNumber(list.inReview, view))}
          </a>
        </p>
      ) : (
        ''
      )}
      {list.topics.length === 0 ? (
        <EmptyState icon="knowledge" {...(isFiltered ? texts.list.none : texts.list.empty)} />
      ) : (
        <DataTable
          caption={texts.title}
          columns={[
            { label: texts.list.article, cell: (topic) => <TopicName topic={topic} view={view} /> },
            { label: texts.languages.es, cell: (topic) => <LanguageState topic={topic} of="es" language={language} /> },
            { label: texts.languages.en, cell: (topic) => <LanguageState topic={topic} of="en" language={language} /> },
            { label: texts.list.category, cell: (topic) => <CategoryName topic={topic} view={view} /> },
            { label: texts.list.changed, cell: (topic) => <Changed topic={topic} view={view} /> },
          ]}
          rows={list.topics}
          rowId={({ slug }) => `topic-${slug}`}
          language={language}
        />
      )}
      <Pagination {...list.pages} language={language} />
    </div>
  );
}

interface CellProps {
  topic: Topic;
  view: View;
}

function TopicName({ topic, view }: CellProps): JSX.Element {
  const tags = [...new Set([...(topic.es?.tags ?? []), ...(topic.en?.tags ?? [])])].slice(0, 4);
  return (
    <span class="two-lines">
      <a href={topicPath(topic.slug)} safe>
        {titleOf(topic, view.language)}
      </a>
      <span class="chips">
        {tags.map((tag) => (
          <Chip label={tag} />
        ))}
      </span>
    </span>
  );
}

function CategoryName({ topic: { es, en }, view }: CellProps): JSX.Element {
  const category = (es ?? en)?.category ?? '';
  return <span safe>{knowledgeTexts[view.language].categories[category as Category] ?? category}</span>;
}

function Changed({ topic: { es, en }, view }: CellProps): JSX.Element {
  const last = es && en ? (es.updatedAt > en.updatedAt ? es : en) : (es ?? en);
  if (!last) return '';
  return (
    <span class="two-lines">
      <Moment date={last.updatedAt} view={view} style="when" />
      {last.editorName ? (
        <span class="hint" safe>
          {last.editorName}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}
