import { DocsOverviewPage, DocsSchemasPage, DocsTagPage } from '../../../views/openapi/docs-page.tsx';
import { assetUrl } from '../../http/assets.ts';
import { viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { notFound } from '../../lib/errors.ts';
import { type OpenApiDocument, operationsOf, type PlacedOperation, slugOf } from './model.ts';

const files = () => ({ styles: [assetUrl('docs.css')], scripts: [assetUrl('docs.js')] });

/** The overview, or what fits `query`. */
export function docsPage(document: OpenApiDocument, request: Request, query: string): Response {
  const language = languageOf(request);
  const found = query.trim() ? search(document, query) : null;
  return viewResponse(DocsOverviewPage({ document, language, files: files(), query, found }));
}

/** One tag, or the shapes. Errors: not_found. */
export function docsSectionPage(document: OpenApiDocument, request: Request, section: string): Response {
  const language = languageOf(request);
  if (section === 'schemas') return viewResponse(DocsSchemasPage({ document, language, files: files() }));
  const tag = document.tags.find(({ name }) => slugOf(name) === section)?.name;
  if (!tag) throw notFound('Section');
  return viewResponse(DocsTagPage({ document, language, files: files(), tag }));
}

/** Operations in which each of the words stands: in path, purpose, description or the name of a field. */
function search(document: OpenApiDocument, query: string): PlacedOperation[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return operationsOf(document).filter((placed) => {
    const { operation, method, path } = placed;
    const fields = [operation.parameters ?? [], operation.requestBody ?? {}];
    const text = [method, path, operation.summary, operation.description, JSON.stringify(fields)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
