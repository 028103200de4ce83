import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { optionsOf } from './form.ts';
import { DUPLICATE_RULES, MAX_FILES, toImportView } from './model.ts';
import { readImport, startImport } from './service.ts';

const documented = documentation('knowledge', () => import('./answers.ts'));

const ImportBody = t.Object({
  file: t.Files({ description: `One file, or up to ${MAX_FILES}` }),
  on_duplicate: t.Optional(
    t.String({
      maxLength: 20,
      description: `${DUPLICATE_RULES.join(' or ')}: of what is there already by slug, else by title`,
      examples: ['VERSION'],
    }),
  ),
  split: t.Optional(t.BooleanString({ description: 'An article for each part under a heading' })),
  category: t.Optional(t.String({ maxLength: 60, description: 'Of articles that name none; general' })),
  language: t.Optional(
    t.String({ maxLength: 5, description: 'Of articles that name none; `auto`: as their words are' }),
  ),
});

/** Documents that become articles. */
export const knowledgeImportApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/knowledge/import' })
    .use(access(ctx))
    .post(
      '/',
      async ({ caller, body, set }) => {
        const id = await startImport(ctx, caller, body.file, optionsOf(body));
        set.status = 202;
        set.headers.location = `/api/v1/knowledge/import/${id}`;
        return { import_id: id, status: 'RUNNING' };
      },
      {
        staff: { may: 'knowledge.write' },
        body: ImportBody,
        detail: documented('Import documents as drafts: Markdown, HTML, PDF, DOCX, CSV', {
          answer: 'ImportStarted',
          status: 202,
          description: `What a file is, its content says. Title, language, category, tags, example questions and slug come from front
matter or columns where they are given there. All articles of an import become drafts together; where one file is wrong,
nothing is changed.`,
          errors: {
            409: 'Others of your imports are under way',
            413: 'A file is larger than MAX_UPLOAD_SIZE',
            415: 'The body must be multipart/form-data',
          },
        }),
      },
    )
    .get('/:importId', async ({ caller, params }) => toImportView(await readImport(ctx, caller, params.importId)), {
      staff: { may: 'knowledge.write' },
      params: t.Object({ importId: t.String({ maxLength: 64 }) }),
      detail: documented('How far an import is, or what came of it', { answer: 'KnowledgeImport' }),
    });
