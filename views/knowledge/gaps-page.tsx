import type { Gap } from '../../src/features/knowledge/model.ts';
import { pathIn, type SectionKey } from '../../src/features/panel/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader, Tabs } from '../components/page-header.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { KnowledgeTabs } from './knowledge-tabs.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';
import { GAPS_PATH, gapDeedPath, topicPath } from './paths.ts';

export const GAPS_ID = 'gaps';
const INBOX: SectionKey = 'inbox';

export interface GapsState {
  gaps: Gap[];
  isDismissed: boolean;
  order: 'count' | 'recent';
  openCount: number;
  pages: Pages;
  path: string;
}

interface GapsPageProps {
  gaps: GapsState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What customers asked and nothing answered, and the way from there to an article. */
export function GapsPage({ gaps, person, files, view }: GapsPageProps): JSX.Element {
  const texts = knowledgeTexts[view.language];
  return (
    <PanelPage title={texts.tabs.gaps} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.tabs.gaps} lead={texts.gaps.lead} language={view.language} />
        <KnowledgeTabs current="gaps" role={person.role} language={view.language} />
        <GapList gaps={gaps} person={person} view={view} />
      </div>
    </PanelPage>
  );
}

function GapList({ gaps, person, view }: Omit<GapsPageProps, 'files'>): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language].gaps;
  return (
    <div
      id={GAPS_ID}
      hx-get={gaps.path}
      hx-select={`#${GAPS_ID}`}
      hx-swap="outerMorph"
      hx-trigger="panel:knowledge from:body throttle:2s, panel:back from:body"
    >
      <div class="list-head">
        <Tabs
          label={texts.open}
          tabs={[
            {
              label: texts.open,
              path: GAPS_PATH,
              isCurrent: !gaps.isDismissed,
              count: formatNumber(gaps.openCount, view),
            },
            { label: texts.dismissedTab, path: `${GAPS_PATH}?dismissed=true`, isCurrent: gaps.isDismissed },
          ]}
        />
        <Order gaps={gaps} language={language} />
      </div>
      {gaps.gaps.length === 0 ? (
        <EmptyState icon="check" {...(gaps.isDismissed ? texts.emptyDismissed : texts.empty)} />
      ) : (
        <ul class="gaps">
          {gaps.gaps.map((gap) => (
            <li>
              <GapCard gap={gap} person={person} view={view} />
            </li>
          ))}
        </ul>
      )}
      <Pagination {...gaps.pages} language={language} />
    </div>
  );
}

function Order({ gaps, language }: { gaps: GapsState; language: Language }): JSX.Element {
  const { order } = knowledgeTexts[language].gaps;
  const kept = gaps.isDismissed ? 'dismissed=true&' : '';
  return (
    <nav class="order" aria-label={order.label}>
      {(['count', 'recent'] as const).map((key) => (
        <a href={`${GAPS_PATH}?${kept}order=${key}`} aria-current={key === gaps.order ? 'true' : undefined} safe>
          {order[key]}
        </a>
      ))}
    </nav>
  );
}

function GapCard({ gap, person, view }: { gap: Gap; person: Person; view: View }): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const [first, ...others] = gap.questions;
  return (
    <article class="panel-card gap" aria-labelledby={`gap-${gap.id}`} id={`gap-card-${gap.id}`}>
      <div class="gap-head">
        <h2 id={`gap-${gap.id}`} lang={first?.language} safe>
          {first?.text ?? ''}
        </h2>
        <div class="gap-deeds">
          <GapDeeds gap={gap} language={language} />
        </div>
      </div>
      <p class="chips">
        <Chip label={texts.gaps.asked(formatNumber(gap.spanish + gap.english, view))} tone="amber" />
        {gap.spanish > 0 ? <Chip label={`ES ${formatNumber(gap.spanish, view)}`} /> : ''}
        {gap.english > 0 ? <Chip label={`EN ${formatNumber(gap.english, view)}`} /> : ''}
        <span class="hint">
          <span safe>{texts.gaps.lastSeen}</span> <Moment date={gap.lastSeen} view={view} style="when" />
        </span>
        {others.length === 0 && first ? (
          <ConversationLink conversationId={first.conversationId} person={person} language={language} />
        ) : (
          ''
        )}
      </p>
      {others.length > 0 && first ? (
        <ul class="wordings" aria-label={texts.gaps.wordings}>
          {[first, ...others].map((question) => (
            <li>
              <span lang={question.language} safe>
                {question.text}
              </span>
              <ConversationLink conversationId={question.conversationId} person={person} language={language} />
            </li>
          ))}
        </ul>
      ) : (
        ''
      )}
    </article>
  );
}

function ConversationLink({
  conversationId,
  person,
  language,
}: {
  conversationId: string;
  person: Person;
  language: Language;
}): JSX.Element {
  const path = pathIn(person.role, INBOX, conversationId);
  if (!path) return '';
  return (
    <a href={path} safe>
      {knowledgeTexts[language].gaps.conversation}
    </a>
  );
}

function GapDeeds({ gap, language }: { gap: Gap; language: Language }): JSX.Element {
  const texts = knowledgeTexts[language].gaps;
  if (gap.dismissedAt) return <GapDeed gap={gap} deed="restore" label={texts.restore} />;
  return (
    <>
      <GapDeed gap={gap} deed="dismiss" label={texts.dismiss} isQuiet />
      {gap.slug ? (
        <Button label={texts.goOn} icon="note" href={topicPath(gap.slug)} />
      ) : (
        <GapDeed gap={gap} deed="article" label={texts.write} hasPlus />
      )}
    </>
  );
}

interface GapDeedProps {
  gap: Gap;
  deed: 'dismiss' | 'restore' | 'article';
  label: string;
  hasPlus?: boolean;
  isQuiet?: boolean;
}

function GapDeed({ gap, deed, label, hasPlus = false, isQuiet = false }: GapDeedProps): JSX.Element {
  const path = gapDeedPath(gap.id, deed);
  return (
    <form method="post" action={path} hx-post={path}>
      <Button
        label={label}
        type="submit"
        kind={isQuiet ? 'quiet' : 'plain'}
        {...(hasPlus && { icon: 'plus' as const })}
        attributes={{ 'aria-describedby': `gap-${gap.id}` }}
      />
    </form>
  );
}
