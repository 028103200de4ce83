import type { JsonSchema } from './model.ts';

/** How the framework notes what a parameter's text may be read as. */
const READ_FROM_TEXT = new Set(['integer', 'numeric', 'boolean', 'ObjectString', 'ArrayString', 'date']);
const ANY_KEY = '^(.*)$';

/** A schema of ours as JSON Schema; those that `names` knows by identity become references to the components. */
export function toJsonSchema(schema: object, names: ReadonlyMap<object, string>): JsonSchema {
  const name = names.get(schema);
  return name ? { $ref: `#/components/schemas/${name}` } : inline(schema, names);
}

/** The same, as it is written among the components: itself in full, and references within. */
export function inline(schema: object, names: ReadonlyMap<object, string>): JsonSchema {
  const plain = { ...schema } as JsonSchema;
  delete plain.nullable;
  delete plain['x-by-media-type'];
  const convert = (one: unknown) => (isSchema(one) ? toJsonSchema(one, names) : one);
  const kinds = (plain.anyOf as JsonSchema[] | undefined)?.filter((kind) => !isReadFromText(kind));
  if (kinds?.length === 1) {
    const { anyOf: _, ...own } = plain;
    return { ...toJsonSchema(kinds[0] as JsonSchema, names), ...own };
  }
  if (kinds && kinds.length > 1 && kinds.every((kind) => 'const' in kind)) {
    const { anyOf: _, ...own } = plain;
    return { type: typeof kinds[0]?.const, enum: kinds.map((kind) => kind.const), ...own };
  }
  if (kinds) plain.anyOf = kinds.map(convert);
  if (plain.allOf) plain.allOf = (plain.allOf as unknown[]).map(convert);
  if (isFile(plain) || (plain.type === 'array' && isSchema(plain.items) && isFile(plain.items))) delete plain.default;
  if (isSchema(plain.properties)) plain.properties = mapValues(plain.properties, convert);
  if (Array.isArray(plain.items)) {
    // A tuple, by an older draft's words.
    plain.prefixItems = plain.items.map(convert);
    plain.items = false;
    delete plain.additionalItems;
  } else if (isSchema(plain.items)) plain.items = convert(plain.items);
  if (isSchema(plain.patternProperties)) {
    const { [ANY_KEY]: any, ...others } = plain.patternProperties;
    if (any) plain.additionalProperties = convert(any);
    delete plain.patternProperties;
    if (Object.keys(others).length > 0) plain.patternProperties = mapValues(others, convert);
  }
  if (isSchema(plain.additionalProperties) && !plain.additionalProperties.$ref) {
    plain.additionalProperties = convert(plain.additionalProperties);
  }
  return plain;
}

/** The framework's name of it stands as its default. */
const isFile = ({ type, format }: JsonSchema): boolean => type === 'string' && format === 'binary';

const isReadFromText = ({ type, format }: JsonSchema): boolean =>
  type === 'string' && typeof format === 'string' && READ_FROM_TEXT.has(format);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapValues = (record: JsonSchema, map: (value: unknown) => unknown): JsonSchema =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
