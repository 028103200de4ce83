import type { Article, Topic } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';
import { newsPath, versionPath } from './paths.ts';

/** What of a topic somebody has before their eyes: by language the version and its status. */
export type Sight = Partial<Record<Language, { version: number; status: string }>>;

const NEWS_ID = 'topic-news';

interface TopicNewsProps {
  topic: Topic;
  topicSight: Sight;
  language: Language;
}

/** What others have done to the topic since the page was opened; what is being typed there stays. */
export function TopicNews({ topic, topicSight: sight, language }: TopicNewsProps): JSX.Element {
  const changed = [topic.es, topic.en].filter((one) => one !== null && hasChanged(one, sight)) as Article[];
  return (
    <div
      id={NEWS_ID}
      hx-get={newsPath(topic.slug, sight)}
      hx-swap="outerHTML"
      hx-trigger="panel:knowledge from:body throttle:2s, panel:back from:body"
      role="status"
    >
      {changed.map((article) => (
        <p class="topic-news">
          <Icon name="alert" />
          <News article={article} from={sight[article.language]?.version ?? null} language={language} />
        </p>
      ))}
    </div>
  );
}

const hasChanged = ({ language, version, status }: Article, sight: Sight): boolean =>
  sight[language]?.version !== version || sight[language]?.status !== status;

function News({ article, from, language }: { article: Article; from: number | null; language: Language }): JSX.Element {
  const { news, languages, states, history } = knowledgeTexts[language];
  const { version, editorName, slug, state } = article;
  const of = languages[article.language];
  if (version === from) return <span safe>{news.state(of, states[state])}</span>;
  return (
    <span>
      <span safe>{news.version(editorName ?? history.byNobody, String(version), of)}</span>{' '}
      <a href={versionPath(slug, article.language, version, from ?? undefined)} target="_blank" safe rel="noopener">
        {news.see}
      </a>
    </span>
  );
}
