import type { Children } from '@kitajs/html';
import {
  DOCS_PATH,
  type JsonSchema,
  type OpenApiDocument,
  operationsOf,
  type PlacedOperation,
  SCHEMAS_PATH,
  slugOf,
} from '../../src/features/openapi/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { HtmlPage, type PageFiles, titleOf } from '../layouts/html-page.tsx';
import { DocText } from './doc-text.tsx';
import { docsTexts } from './docs-texts.ts';
import { OperationLine, OperationView } from './operation-view.tsx';
import { SchemaView, TypeOf } from './schema-view.tsx';

interface DocsProps {
  document: OpenApiDocument;
  language: Language;
  files: PageFiles;
}

/** Everything in one list, or what fits the words that are looked for. */
export function DocsOverviewPage(props: DocsProps & { query: string; found: PlacedOperation[] | null }): JSX.Element {
  const { document, language, query, found } = props;
  const texts = docsTexts[language];
  return (
    <Frame {...props} current={DOCS_PATH} title={texts.title}>
      <search>
        <form class="doc-search" action={DOCS_PATH} method="get">
          <label for="doc-q" safe>
            {texts.search}
          </label>
          <input id="doc-q" name="q" type="search" value={query} placeholder={texts.searchHint} maxlength="100" />
          <input type="hidden" name="lang" value={language} />
          <button type="submit" class="button button-primary" safe>
            {texts.searchAction}
          </button>
        </form>
      </search>
      {found ? <Found found={found} language={language} /> : <Overview document={document} language={language} />}
    </Frame>
  );
}

function Found({ found, language }: { found: PlacedOperation[]; language: Language }): JSX.Element {
  const texts = docsTexts[language];
  return (
    <section>
      <h2 safe>{found.length > 0 ? texts.found(found.length) : texts.nothing}</h2>
      <OperationList operations={found} language={language} />
      <p>
        <a href={`${DOCS_PATH}?lang=${language}`} safe>
          {texts.all}
        </a>
      </p>
    </section>
  );
}

function Overview({ document, language }: { document: OpenApiDocument; language: Language }): JSX.Element {
  const texts = docsTexts[language];
  const operations = operationsOf(document);
  return (
    <>
      <section class="doc-rules-of-all">
        <h2 safe>{texts.rules}</h2>
        <div lang="en">
          <DocText text={document.info.description} />
        </div>
        <h2 safe>{texts.access}</h2>
        <dl class="doc-schemes" lang="en">
          {Object.entries(document.components.securitySchemes).map(([name, scheme]) => (
            <>
              <dt>
                <code safe>{name}</code>
              </dt>
              <dd>
                <DocText text={scheme.description} />
              </dd>
            </>
          ))}
        </dl>
      </section>
      {document.tags.map(({ name, description }) => (
        <section>
          <h2 lang="en">
            <a href={`${DOCS_PATH}/${slugOf(name)}?lang=${language}`} safe>
              {titleOfTag(name)}
            </a>
          </h2>
          <p class="doc-lead" lang="en" safe>
            {description ?? ''}
          </p>
          <OperationList
            operations={operations.filter(({ operation }) => operation.tags.includes(name))}
            language={language}
          />
        </section>
      ))}
    </>
  );
}

function OperationList({ operations, language }: { operations: PlacedOperation[]; language: Language }): JSX.Element {
  return (
    <ul class="doc-list">
      {operations.map(({ method, path, operation }) => (
        <li>
          <a href={`${DOCS_PATH}/${slugOf(operation.tags[0] ?? '')}?lang=${language}#${operation.operationId}`}>
            <OperationLine method={method} path={path} summary={operation.summary} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Names of the document are lower case; these two are written otherwise. */
const titleOfTag = (name: string): string => name.replace(/^api\b/, 'API').replace(/^openapi$/, 'OpenAPI');

/** The operations of one tag, in full. */
export function DocsTagPage(props: DocsProps & { tag: string }): JSX.Element {
  const { document, language, tag } = props;
  const operations = operationsOf(document).filter(({ operation }) => operation.tags.includes(tag));
  const { description = '' } = document.tags.find(({ name }) => name === tag) ?? {};
  return (
    <Frame {...props} current={`${DOCS_PATH}/${slugOf(tag)}`} title={titleOfTag(tag)} titleLanguage="en">
      <p class="doc-lead" lang="en" safe>
        {description}
      </p>
      {operations.map((placed) => (
        <OperationView placed={placed} language={language} />
      ))}
    </Frame>
  );
}

/** Every named shape. */
export function DocsSchemasPage(props: DocsProps): JSX.Element {
  const { document, language } = props;
  const texts = docsTexts[language];
  return (
    <Frame {...props} current={SCHEMAS_PATH} title={texts.schemas}>
      <p class="doc-lead" safe>
        {texts.schemasLead}
      </p>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <section class="doc-schema" id={name}>
          <h2 lang="en" safe>
            {name}
          </h2>
          {typeof schema.description === 'string' ? (
            <p class="doc-rules" lang="en" safe>
              {schema.description}
            </p>
          ) : (
            ''
          )}
          <Kinds schema={schema} language={language} />
        </section>
      ))}
    </Frame>
  );
}

function Kinds({ schema, language }: { schema: JsonSchema; language: Language }): JSX.Element {
  const kinds = (schema.anyOf as JsonSchema[] | undefined) ?? [schema];
  return (
    <>
      {kinds.map((kind) =>
        kind.properties ? (
          <SchemaView schema={kind} side="answered" language={language} />
        ) : (
          <p class="doc-type">
            <TypeOf schema={kind} />
          </p>
        ),
      )}
    </>
  );
}

interface FrameProps extends DocsProps {
  current: string;
  title: string;
  titleLanguage?: Language;
  children: Children;
}

/** Bar, sections and content. It works without a script. */
function Frame({ document, language, files, current, title, titleLanguage, children }: FrameProps): JSX.Element {
  const texts = docsTexts[language];
  const other = language === 'es' ? 'en' : 'es';
  const sections = [
    { path: DOCS_PATH, name: texts.overview, lang: language },
    ...document.tags.map(({ name }) => ({
      path: `${DOCS_PATH}/${slugOf(name)}`,
      name: titleOfTag(name),
      lang: 'en' as const,
    })),
    { path: SCHEMAS_PATH, name: texts.schemas, lang: language },
  ];
  return (
    <HtmlPage language={language} theme="auto" title={titleOf(title)} files={files}>
      <div>
        <a class="skip" href="#doc-content" safe>
          {texts.skip}
        </a>
        <header class="doc-bar">
          <a class="doc-brand" href={`${DOCS_PATH}?lang=${language}`} safe>
            {`JoxAI ${document.info.version}`}
          </a>
          <span class="doc-links">
            <a href="/api/v1/openapi.json" download="joxai-openapi.json" safe>
              {texts.file}
            </a>
            <a href={`${current}?lang=${other}`} lang={other} hreflang={other} safe>
              {texts.otherLanguage}
            </a>
          </span>
        </header>
        <div class="doc-frame">
          <nav class="doc-nav" aria-label={texts.sections}>
            <ul>
              {sections.map(({ path, name, lang }) => (
                <li>
                  <a
                    href={`${path}?lang=${language}`}
                    lang={lang}
                    aria-current={path === current ? 'page' : undefined}
                    safe
                  >
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <main class="doc-main" id="doc-content">
            <h1 lang={titleLanguage ?? language} safe>
              {title}
            </h1>
            {current === DOCS_PATH ? (
              <p class="doc-lead" safe>
                {[texts.lead(operationsOf(document).length), texts.contentLanguage].filter(Boolean).join(' ')}
              </p>
            ) : (
              ''
            )}
            {children}
          </main>
        </div>
      </div>
    </HtmlPage>
  );
}
