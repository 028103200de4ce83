import { type JsonSchema, SCHEMAS_PATH } from '../../src/features/openapi/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { docsTexts } from './docs-texts.ts';

interface SchemaProps {
  schema: JsonSchema;
  /** What is sent may lack fields, which is said; of what is answered those that may be missing are marked. */
  side: 'sent' | 'answered';
  language: Language;
}

/** The fields of a schema, those of objects within it below them; what has a name of its own is a link. */
export function SchemaView({ schema, side, language }: SchemaProps): JSX.Element {
  const shown = fieldsOf(schema);
  if (!shown) {
    return (
      <p class="doc-type">
        <TypeOf schema={schema} />
      </p>
    );
  }
  return (
    <ul class="doc-fields" lang="en">
      {shown.map(({ name, field, isRequired }) => (
        <li>
          <div class="doc-field">
            <code safe>{name}</code>{' '}
            <span class="doc-type">
              <TypeOf schema={field} />
            </span>{' '}
            <Need isRequired={isRequired} side={side} language={language} />
          </div>
          <RulesOf schema={field} />
          {nestedOf(field) ? <SchemaView schema={nestedOf(field) as JsonSchema} side={side} language={language} /> : ''}
        </li>
      ))}
    </ul>
  );
}

function Need({
  isRequired,
  side,
  language,
}: Pick<SchemaProps, 'side' | 'language'> & { isRequired: boolean }): JSX.Element {
  const texts = docsTexts[language];
  if (isRequired !== (side === 'sent')) return '';
  return (
    <span class={isRequired ? 'doc-required' : 'doc-where'} lang={language} safe>
      {isRequired ? texts.required : texts.optional}
    </span>
  );
}

interface Field {
  name: string;
  field: JsonSchema;
  isRequired: boolean;
}

function fieldsOf(schema: JsonSchema): Field[] | null {
  if (!schema.properties) return null;
  const required = (schema.required ?? []) as string[];
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>);
  return properties.map(([name, field]) => ({ name, field, isRequired: required.includes(name) }));
}

/** An object without a name of its own, in the field itself or in the list that it holds. */
function nestedOf(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  const inner = (schema.items ?? (schema.anyOf as JsonSchema[] | undefined)?.find(({ properties }) => properties)) as
    | JsonSchema
    | undefined;
  return inner?.properties ? inner : null;
}

/** What kind of value it is, in words. */
export function TypeOf({ schema }: { schema: JsonSchema }): JSX.Element {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return (
      <a href={`${SCHEMAS_PATH}#${name}`} safe>
        {name}
      </a>
    );
  }
  const kinds = schema.anyOf as JsonSchema[] | undefined;
  if (kinds) {
    return (
      <>
        {kinds.map((kind, at) => (
          <>
            {at > 0 ? ' | ' : ''}
            <TypeOf schema={kind} />
          </>
        ))}
      </>
    );
  }
  if (schema.type === 'array' && schema.items) {
    return (
      <>
        list of <TypeOf schema={schema.items as JsonSchema} />
      </>
    );
  }
  const { type = 'any', format, contentMediaType } = schema;
  const words = [type, format ?? contentMediaType].filter(Boolean).join(', ');
  return <span safe>{'const' in schema ? JSON.stringify(schema.const) : words}</span>;
}

/** Description and bounds, where there are some. */
function RulesOf({ schema }: { schema: JsonSchema }): JSX.Element {
  const words = rulesOf(schema);
  return words.length > 0 ? (
    <p class="doc-rules" safe>
      {words.join(' · ')}
    </p>
  ) : (
    ''
  );
}

/** Whole numbers of the database end here; telling it helps nobody. */
const LARGEST = 2_147_483_647;

/** What is said of a field besides its type. */
export function rulesOf(schema: JsonSchema): string[] {
  const words = [
    typeof schema.description === 'string' && schema.description,
    Array.isArray(schema.enum) && `one of ${schema.enum.join(', ')}`,
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minimum, schema.maximum, ''),
    range(schema.minItems, schema.maxItems, ' of them'),
    'default' in schema && `${JSON.stringify(schema.default)} unless said otherwise`,
  ];
  return words.filter((word) => typeof word === 'string');
}

function range(from: unknown, to: unknown, unit: string): string | null {
  const [low, high] = [from, to].map((one) =>
    typeof one === 'number' && one !== LARGEST ? one.toLocaleString('en') : null,
  );
  if (low && high) return `${low} to ${high}${unit}`;
  if (low) return `${low}${unit} or more`;
  return high ? `up to ${high}${unit}` : null;
}
