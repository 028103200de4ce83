import { may } from '../../src/features/auth/model.ts';
import type { Article, Difference, Topic, Version } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { topicPath, versionPath, versionsPath } from './paths.ts';
import { DifferenceList } from './version-diff.tsx';

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

interface VersionsPageProps extends FrameProps {
  topic: Topic;
  article: Article;
  versions: Version[];
  /** Of the next page; null where there is none. */
  olderPath: string | null;
}

/** What an article said from version to version, who wrote each, and what became of it. */
export function VersionsPage(props: VersionsPageProps): JSX.Element {
  const { topic, article, versions, olderPath, person, files, view } = props;
  const { language } = view;
  const texts = knowledgeTexts[language];
  const title = texts.history.title(article.title);
  return (
    <PanelPage title={title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={title}
          lead={texts.languages[article.language]}
          backPath={topicPath(topic.slug)}
          language={language}
        />
        <DataTable
          caption={title}
          columns={[
            { label: texts.history.version, cell: (version) => <VersionName {...{ topic, article, version, view }} /> },
            {
              label: texts.history.by,
              cell: ({ editorName }) => <span safe>{editorName ?? texts.history.byNobody}</span>,
            },
            {
              label: texts.history.when,
              cell: ({ createdAt }) => <Moment date={createdAt} view={view} style="full" />,
            },
            { label: texts.history.what, cell: (version) => <Fate version={version} view={view} /> },
          ]}
          rows={versions}
          rowId={({ version }) => `version-${version}`}
          language={language}
        />
        {olderPath ? (
          <p class="list-actions">
            <a href={olderPath} safe>
              {texts.history.older}
            </a>
          </p>
        ) : (
          ''
        )}
      </div>
    </PanelPage>
  );
}

interface VersionProps {
  topic: Topic;
  article: Article;
  version: Version;
  view: View;
}

function VersionName({ topic, article, version, view }: VersionProps): JSX.Element {
  const texts = knowledgeTexts[view.language];
  return (
    <span class="two-lines">
      <a href={versionPath(topic.slug, article.language, version.version)} safe>
        {texts.version(String(version.version))}
      </a>
      <span class="chips">
        {version.version === article.version ? <Chip label={texts.history.newest} /> : ''}
        {version.version === article.liveVersion ? <Chip label={texts.history.live} tone="accent" /> : ''}
      </span>
    </span>
  );
}

/** What became of a version, step by step. */
function Fate({ version, view }: { version: Version; view: View }): JSX.Element {
  const texts = knowledgeTexts[view.language].history;
  const named = (name: string | null) => name ?? texts.byNobody;
  const steps: { text: string; at: Date | null }[] = [
    ...(version.restoredFrom === null ? [] : [{ text: texts.restoredFrom(String(version.restoredFrom)), at: null }]),
    ...(version.submittedAt
      ? [{ text: texts.submitted(named(version.submittedByName)), at: version.submittedAt }]
      : []),
    ...(version.returnedAt ? [{ text: texts.returned(named(version.returnedByName)), at: version.returnedAt }] : []),
    ...(version.publishedAt
      ? [{ text: texts.published(named(version.publishedByName)), at: version.publishedAt }]
      : []),
    ...(version.withdrawnAt
      ? [{ text: texts.withdrawn(named(version.withdrawnByName)), at: version.withdrawnAt }]
      : []),
  ];
  return (
    <ul class="fate">
      {steps.map(({ text, at }) => (
        <li>
          <span safe>{text}</span> {at ? <Moment date={at} view={view} style="when" /> : ''}
        </li>
      ))}
      {version.returnReason ? (
        <li class="hint" safe>
          {version.returnReason}
        </li>
      ) : (
        ''
      )}
    </ul>
  );
}

interface VersionPageProps extends FrameProps {
  topic: Topic;
  article: Article;
  version: Version;
  /** The one that it is compared with; null: with nothing. */
  against: number | null;
  /** Those that it may be compared with. */
  others: number[];
  differences: Difference[];
}

/** One version, compared with another, and the way back to it. */
export function VersionPage(props: VersionPageProps): JSX.Element {
  const { topic, article, version, against, others, differences, person, files, view } = props;
  const { language } = view;
  const texts = knowledgeTexts[language];
  const number = String(version.version);
  const title = against === null ? texts.version(number) : texts.history.compare(String(against), number);
  const canRollBack = may(person.role, 'knowledge.write') && article.isActive && version.version !== article.version;
  return (
    <PanelPage title={title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={title}
          lead={`${version.title} · ${texts.languages[article.language]}`}
          backPath={versionsPath(topic.slug, article.language)}
          language={language}
          {...(canRollBack && {
            actions: <RollBack topic={topic} article={article} number={number} language={language} />,
          })}
        />
        <Fate version={version} view={view} />
        <Comparison
          topic={topic}
          article={article}
          version={version.version}
          others={others}
          against={against}
          view={view}
        />
        <section class="panel-card">
          <DifferenceList differences={differences} lang={article.language} view={view} />
        </section>
      </div>
    </PanelPage>
  );
}

function RollBack({
  topic,
  article,
  number,
  language,
}: {
  topic: Topic;
  article: Article;
  number: string;
  language: Language;
}): JSX.Element {
  const texts = knowledgeTexts[language].history;
  const path = `${versionsPath(topic.slug, article.language)}/${number}/rollback`;
  return (
    <form method="post" action={path} hx-post={path} {...confirmFirst(texts.rollBackConfirm(number))}>
      <input type="hidden" name="seen" value={String(article.version)} />
      <Button label={texts.rollBack} icon="reply" kind="primary" type="submit" />
    </form>
  );
}

function Comparison({
  topic,
  article,
  version,
  others,
  against,
  view,
}: Pick<VersionPageProps, 'topic' | 'article' | 'others' | 'against' | 'view'> & { version: number }): JSX.Element {
  const texts = knowledgeTexts[view.language];
  if (others.length === 0) return '';
  return (
    <p class="compare">
      <span safe>{texts.history.against}</span>
      {others.map((other) => (
        <a
          href={versionPath(topic.slug, article.language, version, other)}
          aria-current={other === against ? 'true' : undefined}
          safe
        >
          {texts.version(String(other))}
        </a>
      ))}
    </p>
  );
}
