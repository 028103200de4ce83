import type { Article, Difference, SafeHtml, Topic, Version } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { Menu } from '../components/menu.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { knowledgeTexts, type TopicDone } from './knowledge-texts.ts';
import { LanguageState, Rendered, titleOf } from './parts.tsx';
import { KNOWLEDGE_PATH, topicDeedPath, tryTopicPath, versionsPath } from './paths.ts';
import { TopicForm, type TopicFormState } from './topic-form.tsx';
import { type Sight, TopicNews } from './topic-news.tsx';
import { DifferenceList } from './version-diff.tsx';

/** A text that waits for a second person, with what is different from what the assistant uses. */
export interface InReview {
  article: Article;
  /** Null: nothing of it was published yet. */
  against: number | null;
  differences: Difference[];
  /** The person wrote it. */
  isOwn: boolean;
}

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

interface TopicPageProps extends FrameProps {
  topic: Topic;
  topicForm: TopicFormState;
  reviews: InReview[];
  /** The last version that was sent back, with its reason. */
  returned: Pick<Version, 'returnedByName' | 'returnReason' | 'returnedAt'> | null;
  done: TopicDone | null;
}

/** A topic for those who write: both languages, the review, and what can be done with it. */
export function TopicPage(props: TopicPageProps): JSX.Element {
  const { topic, topicForm, reviews, returned, done, person, files, view } = props;
  const { language } = view;
  const texts = knowledgeTexts[language];
  const title = titleOf(topic, language);
  return (
    <PanelPage title={title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={title}
          backPath={KNOWLEDGE_PATH}
          actions={<Actions topic={topic} language={language} />}
          language={language}
        />
        <DoneNote text={done && texts.done[done]} />
        <TopicNews topic={topic} topicSight={sightOf(topic)} language={language} />
        {returned ? <Returned returned={returned} view={view} /> : ''}
        {reviews.length > 0 ? <Review topic={topic} reviews={reviews} view={view} /> : ''}
        {isRemoved(topic) ? (
          <ReadTexts
            topic={topic}
            rendered={{ es: topicForm.es.preview, en: topicForm.en.preview }}
            language={language}
          />
        ) : (
          <TopicForm topic={topic} topicForm={topicForm} view={view} />
        )}
      </div>
    </PanelPage>
  );
}

/** A topic that is not there yet. */
export function NewTopicPage({
  topicForm,
  person,
  files,
  view,
}: FrameProps & { topicForm: TopicFormState }): JSX.Element {
  const texts = knowledgeTexts[view.language];
  return (
    <PanelPage title={texts.addTitle} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.addTitle} backPath={KNOWLEDGE_PATH} language={view.language} />
        <TopicForm topic={null} topicForm={topicForm} view={view} />
      </div>
    </PanelPage>
  );
}

interface ReadPageProps extends FrameProps {
  topic: Topic;
  rendered: Record<Language, SafeHtml | null>;
}

/** A topic for those who read it. */
export function ReadTopicPage({ topic, rendered, person, files, view }: ReadPageProps): JSX.Element {
  const title = titleOf(topic, view.language);
  return (
    <PanelPage title={title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={title} backPath={KNOWLEDGE_PATH} language={view.language} />
        <ReadTexts topic={topic} rendered={rendered} language={view.language} />
      </div>
    </PanelPage>
  );
}

function ReadTexts({
  topic,
  rendered,
  language,
}: Omit<ReadPageProps, keyof FrameProps> & { language: Language }): JSX.Element {
  const texts = knowledgeTexts[language];
  return (
    <div class="languages">
      {(['es', 'en'] as const).map((of) => (
        <section class="panel-card language" aria-labelledby={`text-${of}`}>
          <div class="language-facts">
            <h2 id={`text-${of}`} safe>
              {texts.languages[of]}
            </h2>
            <LanguageState topic={topic} of={of} language={language} />
          </div>
          {topic[of] ? (
            <h3 lang={of} safe>
              {topic[of].title}
            </h3>
          ) : (
            ''
          )}
          {rendered[of] ? (
            <Rendered html={rendered[of]} lang={of} />
          ) : (
            <p class="hint" safe>
              {texts.topic.absent(texts.languages[of])}
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

const sightOf = (topic: Topic): Sight =>
  Object.fromEntries(textsOf(topic).map(({ language, version, status }) => [language, { version, status }]));
const textsOf = ({ es, en }: Topic): Article[] => [es, en].filter((one) => one !== null);
const isRemoved = (topic: Topic): boolean => textsOf(topic).every(({ isActive }) => !isActive);

function Actions({ topic, language }: { topic: Topic; language: Language }): JSX.Element {
  const texts = knowledgeTexts[language].topic;
  const all = textsOf(topic);
  if (isRemoved(topic)) {
    return (
      <Deed topic={topic} deed="restore">
        <Button label={texts.restore} kind="primary" type="submit" />
      </Deed>
    );
  }
  const hasDraft = all.some(({ isActive, status }) => isActive && status === 'DRAFT');
  return (
    <>
      <Button label={texts.tryIt} icon="bulb" href={tryTopicPath(topic.slug)} />
      {hasDraft ? (
        <Deed topic={topic} deed="submit" hasSeen>
          <Button label={texts.submit} icon="send" type="submit" />
        </Deed>
      ) : (
        ''
      )}
      <MoreActions topic={topic} language={language} />
    </>
  );
}

function MoreActions({ topic, language }: { topic: Topic; language: Language }): JSX.Element {
  const { topic: texts, languages } = knowledgeTexts[language];
  const isInUse = textsOf(topic).some(({ liveVersion, state }) => liveVersion !== null || state === 'scheduled');
  return (
    <Menu id="topic-more" label={texts.more} icon="dots" isIconOnly>
      <>
        {(['es', 'en'] as const).map((of) =>
          topic[of] ? (
            <a class="menu-item" href={versionsPath(topic.slug, of)}>
              <Icon name="clock" />
              <span safe>{texts.versions(languages[of])}</span>
            </a>
          ) : (
            ''
          ),
        )}
        {isInUse ? (
          <Deed topic={topic} deed="withdraw" confirmation={{ ...texts.confirm.withdraw, isDangerous: true }}>
            <button type="submit" class="menu-item">
              <Icon name="alert" />
              <span safe>{texts.withdraw}</span>
            </button>
          </Deed>
        ) : (
          ''
        )}
        <Deed topic={topic} deed="remove" confirmation={{ ...texts.confirm.remove, isDangerous: true }}>
          <button type="submit" class="menu-item">
            <Icon name="close" />
            <span safe>{texts.remove}</span>
          </button>
        </Deed>
      </>
    </Menu>
  );
}

interface DeedProps {
  topic: Topic;
  deed: 'submit' | 'publish' | 'return' | 'withdraw' | 'remove' | 'restore';
  confirmation?: Parameters<typeof confirmFirst>[0];
  /** It is about the versions on this page, and no others. */
  hasSeen?: boolean;
  class?: string;
  children: JSX.Element;
}

/** A form with a button; what goes wrong becomes a toast. */
function Deed({ topic, deed, confirmation, hasSeen = false, class: name, children }: DeedProps): JSX.Element {
  const path = topicDeedPath(topic.slug, deed);
  return (
    <form method="post" action={path} hx-post={path} class={name} {...(confirmation && confirmFirst(confirmation))}>
      {hasSeen
        ? textsOf(topic).map(({ language, version }) => (
            <input type="hidden" name={`seen_${language}`} value={String(version)} />
          ))
        : ''}
      {children}
    </form>
  );
}

function Returned({ returned, view }: { returned: NonNullable<TopicPageProps['returned']>; view: View }): JSX.Element {
  const texts = knowledgeTexts[view.language].topic;
  return (
    <div class="returned" role="note">
      <p>
        <strong safe>{texts.returnedBy(returned.returnedByName ?? '')}</strong>{' '}
        {returned.returnedAt ? <Moment date={returned.returnedAt} view={view} style="when" /> : ''}
      </p>
      {returned.returnReason ? <p safe>{returned.returnReason}</p> : ''}
    </div>
  );
}

/** What a second person reads before they publish it. */
function Review({ topic, reviews, view }: { topic: Topic; reviews: InReview[]; view: View }): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const isOwn = reviews.every((review) => review.isOwn);
  return (
    <section class="panel-card review" aria-labelledby="review">
      <h2 id="review" safe>
        {texts.review.title}
      </h2>
      <p safe>{isOwn ? texts.review.own : texts.review.lead}</p>
      {reviews.map(({ article, against, differences, isOwn: isOwnPart }) => (
        <div class="review-part">
          <h3 safe>
            {`${texts.languages[article.language]}: ${
              against === null ? texts.review.firstVersion : texts.review.againstLive(String(against))
            }`}
          </h3>
          {isOwnPart && !isOwn ? (
            <p class="hint" safe>
              {texts.review.ownPart(texts.languages[article.language])}
            </p>
          ) : (
            ''
          )}
          <DifferenceList differences={differences} lang={article.language} view={view} />
        </div>
      ))}
      <div class="review-deeds">
        {isOwn ? (
          ''
        ) : (
          <Deed topic={topic} deed="publish" hasSeen confirmation={texts.topic.confirm.publish}>
            <Button label={texts.topic.publish} icon="check" kind="primary" type="submit" />
          </Deed>
        )}
        <Deed topic={topic} deed="return" hasSeen class="return-form">
          <>
            <TextField
              name="reason"
              label={texts.topic.reason}
              value=""
              attributes={{ maxlength: '1000', autocomplete: 'off' }}
              language={language}
            />
            <Button label={texts.topic.returnIt} type="submit" />
          </>
        </Deed>
      </div>
    </section>
  );
}
