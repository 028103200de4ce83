import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonSchema, OpenApiDocument } from '../../src/features/openapi/model.ts';

/** Checks values by the document's schemas; with `isStrict` a field that is not described is a fault, too. */
export class SchemaChecker {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: true });
  readonly #checks = new Map<string, ReturnType<Ajv2020['compile']>>();
  readonly #isStrict: boolean;

  constructor({ components }: OpenApiDocument, { isStrict }: { isStrict: boolean }) {
    addFormats(this.#ajv);
    this.#ajv.addFormat('binary', true);
    this.#isStrict = isStrict;
    this.#ajv.addSchema({ $id: DOCUMENT, components: isStrict ? closed(components) : components });
  }

  /** What is wrong, or null. */
  fault(schema: JsonSchema, value: unknown): string | null {
    // What refers to the document from outside names it.
    const text = JSON.stringify(this.#isStrict ? closed(schema) : schema).replaceAll('"#/', `"${DOCUMENT}#/`);
    const check = this.#checks.get(text) ?? this.#ajv.compile(JSON.parse(text));
    this.#checks.set(text, check);
    if (check(value)) return null;
    const [error] = check.errors ?? [];
    return `${error?.instancePath || '(all)'} ${error?.message} ${JSON.stringify(error?.params)}`;
  }
}

const DOCUMENT = 'openapi';

/** The same schema, in which an object has no other fields than those that it describes, unless it says so. */
function closed<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(closed) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [key, key === 'examples' ? value : closed(value)]);
  const copy = Object.fromEntries(entries);
  if (copy.type === 'object' && copy.properties && !('additionalProperties' in copy)) copy.additionalProperties = false;
  return copy;
}
