import { t } from 'elysia';
import { count, id, language, share, text, time } from '../../http/shapes.ts';

const article = {
  id,
  slug: text('tarjeta-perdida'),
  title: text('Qué hacer si pierdes tu tarjeta'),
  content: text('Bloquéala en la aplicación, en **Tarjetas**, o llama al 55 5000 0000.', 'Markdown'),
  category: text('cards'),
  language,
  tags: t.Array(text('tarjeta')),
  is_active: t.Boolean(),
  version: count(3),
  created_at: time,
  updated_at: time,
};
export const Article = t.Object(article, { description: 'An article of the knowledge base.' });
export const ArticleHit = t.Object(
  { ...article, score: share(0.82), snippet: text('Bloquéala en la aplicación, en Tarjetas') },
  { description: 'An article that was found.' },
);
