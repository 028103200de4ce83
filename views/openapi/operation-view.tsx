import type {
  FrameSide,
  MediaContent,
  Operation,
  Parameter,
  PlacedOperation,
  ResponseDescription,
} from '../../src/features/openapi/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { DocText, Sample } from './doc-text.tsx';
import { docsTexts } from './docs-texts.ts';
import { rulesOf, SchemaView, TypeOf } from './schema-view.tsx';

/** One operation: what it is for, what goes in, what comes out, and an example of each. */
export function OperationView({ placed, language }: { placed: PlacedOperation; language: Language }): JSX.Element {
  const { method, path, operation } = placed;
  const texts = docsTexts[language];
  return (
    <details class="doc-operation" id={operation.operationId}>
      <summary>
        <OperationLine method={method} path={path} summary={operation.summary} />
      </summary>
      <div class="doc-body">
        <div lang="en">
          <DocText text={operation.description} />
        </div>
        {operation.parameters ? <ParametersView parameters={operation.parameters} language={language} /> : ''}
        {operation.requestBody ? (
          <section>
            <h4 safe>{texts.body}</h4>
            <Contents contents={operation.requestBody.content} side="sent" language={language} />
          </section>
        ) : (
          ''
        )}
        {operation['x-websocket'] ? (
          <section>
            <h4 safe>{texts.frames}</h4>
            <FramesView title={texts.client} side={operation['x-websocket'].client} language={language} />
            <FramesView title={texts.server} side={operation['x-websocket'].server} language={language} />
          </section>
        ) : (
          <section>
            <h4 safe>{texts.tryIt}</h4>
            <Sample value={curlOf(placed)} />
          </section>
        )}
        <section>
          <h4 safe>{texts.answers}</h4>
          {Object.entries(operation.responses).map(([status, response]) => (
            <ResponseView status={status} response={response} language={language} />
          ))}
        </section>
      </div>
    </details>
  );
}

/** Method, path and purpose in one line. */
export function OperationLine({ method, path, summary }: Record<'method' | 'path' | 'summary', string>): JSX.Element {
  return (
    <span class="doc-line">
      <span class={['doc-method', `doc-${method.toLowerCase()}`]} safe>
        {method}
      </span>{' '}
      <code safe>{path}</code>{' '}
      <span class="doc-summary" lang="en" safe>
        {summary}
      </span>
    </span>
  );
}

function ParametersView({ parameters, language }: { parameters: Parameter[]; language: Language }): JSX.Element {
  const texts = docsTexts[language];
  return (
    <section>
      <h4 safe>{texts.parameters}</h4>
      <ul class="doc-fields">
        {parameters.map((one) => (
          <li>
            <div class="doc-field">
              <code safe>{one.name}</code>{' '}
              <span class="doc-type" lang="en">
                <TypeOf schema={one.schema} />
              </span>{' '}
              <span class="doc-where" safe>
                {texts.where[one.in]}
              </span>{' '}
              {one.required ? (
                <span class="doc-required" safe>
                  {texts.required}
                </span>
              ) : (
                ''
              )}
            </div>
            <p class="doc-rules" lang="en" safe>
              {[...(one.description ? [one.description] : []), ...rulesOf(one.schema)].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Contents({
  contents,
  side,
  language,
}: {
  contents: Record<string, MediaContent>;
  side: 'sent' | 'answered';
  language: Language;
}): JSX.Element {
  return (
    <>
      {Object.entries(contents).map(([type, { schema, example }]) => (
        <div class="doc-content">
          <div>
            <p class="doc-media">
              <code safe>{type}</code> <TypeOf schema={schema} />
            </p>
            {schema.properties ? <SchemaView schema={schema} side={side} language={language} /> : ''}
          </div>
          <Sample value={example} />
        </div>
      ))}
    </>
  );
}

function ResponseView({
  status,
  response,
  language,
}: {
  status: string;
  response: ResponseDescription;
  language: Language;
}): JSX.Element {
  const isError = Number(status) >= 400;
  const name = (
    <>
      <strong class={isError ? 'doc-status doc-failed' : 'doc-status doc-done'} safe>
        {status}
      </strong>{' '}
      <span lang="en" safe>
        {response.description.replaceAll('`', '')}
      </span>
    </>
  );
  if (isError || !response.content) return <p class="doc-answer">{name}</p>;
  return (
    <div class="doc-answer">
      <p>{name}</p>
      <Contents contents={response.content} side="answered" language={language} />
    </div>
  );
}

function FramesView({ title, side, language }: { title: string; side: FrameSide; language: Language }): JSX.Element {
  return (
    <>
      <h5 lang={language} safe>
        {title}
      </h5>
      <p class="doc-media">
        <TypeOf schema={side.schema} />
      </p>
      <Sample value={side.examples.map((one) => JSON.stringify(one)).join('\n')} />
    </>
  );
}

/** A call that can be pasted into a shell; `$JOXAI` is the service's address. */
function curlOf({ method, path, operation }: PlacedOperation): string {
  const parameters = operation.parameters ?? [];
  const filled = parameters
    .filter((one) => one.in === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(String(example))), path);
  const asked = parameters.filter((one) => one.in === 'query' && one.required);
  const query = new URLSearchParams(
    Object.fromEntries(asked.map(({ name, example }) => [name, String(example)])),
  ).toString();
  const address = `"$JOXAI${filled}${query && `?${query}`}"`;
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${address}`, ...tokenOf(operation)];
  for (const [type, { example }] of Object.entries(operation.requestBody?.content ?? {})) {
    if (type.startsWith('multipart/')) {
      const fields = Object.entries(example as object).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one]),
      );
      parts.push(...fields.map(([name, value]) => `-F ${quoted(`${name}=${formValue(value)}`)}`));
    } else parts.push(`-H 'content-type: ${type}'`, `-d ${quoted(JSON.stringify(example))}`);
  }
  return parts.join(' \\\n  ');
}

const tokenOf = ({ security }: Operation): string[] =>
  security.length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : [];

const formValue = (value: unknown): string =>
  typeof value !== 'string' ? JSON.stringify(value) : value.startsWith('(') ? '@file.pdf' : value;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
