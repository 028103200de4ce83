import { EXAMPLE_WORDS } from './example-words.ts';
import type { JsonSchema } from './model.ts';

/** For the formats that a value can be taken from whatever its field is called. */
const BY_FORMAT: Record<string, unknown> = {
  uuid: '7b0c2a52-6c2f-4d0e-9a43-0d5a1e1f4c11',
  'date-time': '2026-01-31T10:30:00.000Z',
  date: '2026-01-31',
  email: 'ana.lopez@example.com',
  binary: '(the bytes of the file)',
};

/** Puts together what a schema looks like, and keeps the fields that it found no example for. */
export class ExampleMaker {
  readonly missing: string[] = [];
  readonly #components: Readonly<Record<string, JsonSchema>>;

  constructor(components: Readonly<Record<string, JsonSchema>>) {
    this.#components = components;
  }

  /** `path` is where the value stands: `body.tags`. Its last part is the name of the field. */
  of(schema: JsonSchema, path: string): unknown {
    if (typeof schema.$ref === 'string') return this.of(this.#resolve(schema.$ref), path);
    if (Array.isArray(schema.examples)) return schema.examples[0];
    if ('const' in schema) return schema.const;
    const name = path.slice(path.lastIndexOf('.') + 1);
    const known = Object.hasOwn(EXAMPLE_WORDS, name) ? EXAMPLE_WORDS[name] : undefined;
    const word = known?.find((one) => fits(one, schema));
    if (word !== undefined) return word;
    if ('default' in schema) return schema.default;
    if (Array.isArray(schema.enum)) return schema.enum[0];
    const kinds = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
    if (kinds) return this.of(kinds.find(({ type }) => type !== 'null') ?? {}, path);
    if (Array.isArray(schema.allOf)) {
      return Object.assign({}, ...(schema.allOf as JsonSchema[]).map((part) => this.of(part, path)));
    }
    if (schema.type === 'object') return this.#object(schema, path);
    if (schema.type === 'array') return this.#array(schema, path);
    if (schema.type === 'null') return null;
    if (schema.type === 'boolean') return true;
    if (typeof schema.format === 'string' && schema.format in BY_FORMAT) return BY_FORMAT[schema.format];
    if (Object.keys(schema).length === 0) return {};
    this.missing.push(path);
    return schema.type === 'string' ? 'text' : (schema.minimum ?? 0);
  }

  #object(schema: JsonSchema, path: string): object {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
    return Object.fromEntries(properties.map(([name, property]) => [name, this.of(property, `${path}.${name}`)]));
  }

  #array(schema: JsonSchema, path: string): unknown[] {
    const parts = schema.prefixItems as JsonSchema[] | undefined;
    if (parts) return parts.map((part, at) => this.of(part, `${path}.${at}`));
    return [this.of((schema.items ?? {}) as JsonSchema, path)];
  }

  #resolve(reference: string): JsonSchema {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const component = this.#components[name];
    if (!component) throw new Error(`no such component: ${name}`);
    return component;
  }
}

/** A word of the list is for values of its own type and length only. */
function fits(word: unknown, schema: JsonSchema): boolean {
  const kinds = [schema, ...((schema.anyOf ?? []) as JsonSchema[])];
  return kinds.some((kind) => {
    if (Array.isArray(kind.enum) && !kind.enum.includes(word)) return false;
    if (Array.isArray(word)) return kind.type === 'array';
    if (typeof word === 'number') return kind.type === 'number' || kind.type === 'integer';
    if (typeof word === 'string' && typeof kind.maxLength === 'number' && word.length > kind.maxLength) return false;
    return kind.type === typeof word;
  });
}
