import { t } from 'elysia';
import { count, id, language, nullable, share, text, time, uuid, words } from '../../http/shapes.ts';
import { CATEGORIES, OUTCOMES, STATES, STATUSES } from './model.ts';

const version = count(3);
const category = words(CATEGORIES, 'cards');
const tags = t.Array(t.String(), { examples: [['card', 'loss']] });
const examples = t.Array(t.String(), { examples: [['I lost my card', 'somebody stole my wallet']] });
const content = text('Call us **at once**, or freeze the card in the app.', 'Markdown');

const article = {
  id,
  slug: text('lost-card', 'Shared by the languages of a topic'),
  title: text('Lost or stolen card'),
  content,
  category,
  language,
  tags,
  examples,
  is_active: t.Boolean({ examples: [true], description: 'False: it was removed' }),
  version,
  status: words(STATUSES, 'PUBLISHED'),
  state: words(STATES, 'live'),
  live_version: nullable(count(3, 'The version that the assistant answers from')),
  effective_from: nullable(time),
  expires_at: nullable(time),
  editor_id: nullable(id),
  editor_name: nullable(text('Sara Molina')),
  created_at: time,
  updated_at: time,
};

export const Article = t.Object(article);

export const ArticleHit = t.Object({ ...article, score: share(0.82), snippet: text('freeze the card in the app') });

export const ArticleVersion = t.Object({
  version,
  title: text('Lost or stolen card'),
  content,
  category,
  tags,
  examples,
  effective_from: nullable(time),
  expires_at: nullable(time),
  editor_id: nullable(id),
  editor_name: nullable(text('Sara Molina')),
  restored_from: nullable(count(1, 'The version whose words it brought back')),
  created_at: time,
  submitted_at: nullable(time),
  submitted_by_name: nullable(text('Sara Molina')),
  returned_at: nullable(time),
  returned_by_name: nullable(text('Omar Ruiz')),
  return_reason: nullable(text('The fee is out of date')),
  published_at: nullable(time),
  published_by_name: nullable(text('Omar Ruiz')),
  withdrawn_at: nullable(time),
  withdrawn_by_name: nullable(text('Omar Ruiz')),
});

export const KnowledgeGap = t.Object({
  id,
  question: text('Can I pay with my watch?', 'The newest wording'),
  questions: t.Array(
    t.Object({ text: text('Can I pay with my watch?'), language, conversation_id: uuid, asked_at: time }),
  ),
  count: count(12),
  languages: t.Object({ es: count(9), en: count(3) }),
  first_seen: time,
  last_seen: time,
  slug: nullable(text('pay-with-a-watch', 'The topic that somebody began to write about it')),
  is_dismissed: t.Boolean({ examples: [false] }),
});

export const BegunTopic = t.Object({ slug: text('can-i-pay-with-my-watch', 'Of the drafts, one in each language') });

export const KnowledgeTrial = t.Object({
  outcome: words(OUTCOMES, 'answer'),
  text: text('You can freeze the card in the app.'),
  confidence: share(0.83),
  band: nullable(words(['high', 'medium', 'low'], 'high')),
  citations: t.Array(t.Object({ slug: text('lost-card'), title: text('Lost or stolen card') })),
  provider: text('mock', 'Who answered'),
  model: nullable(text('gpt-5-mini')),
  checks: t.Array(t.String(), { examples: [['figures', 'links']] }),
  passages: t.Array(
    t.Object({
      slug: text('lost-card'),
      language,
      title: text('Lost or stolen card'),
      text: text('Freeze the card in the app.'),
      score: share(0.71),
      version: nullable(count(3)),
    }),
  ),
  latency_ms: count(42),
});
