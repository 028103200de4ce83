import { ValidationError } from 'elysia';
import type { FieldError } from '../lib/errors.ts';

/** What of a route says what a request may bring. */
export interface CheckedRoute {
  method: string;
  path: string;
  hooks: Partial<Record<Part, object>>;
}

type Part = 'query' | 'params' | 'headers' | 'body';

/** A request as it came, before its texts were converted, and the route that it reached. */
export type Received = Partial<Record<Part, unknown>> & { route: CheckedRoute | undefined };

interface Rules {
  type?: string;
  properties?: Record<string, Rules>;
  items?: Rules;
  anyOf?: Rules[];
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
}

const PARTS = ['params', 'query', 'headers', 'body'] as const;
/** What the framework calls a number that was sent as a text and broke its rule: it does not tell which one it was. */
const NAMELESS = 'property';
/** Of what came, so deep within it. */
const LOOKED_INTO = 8;
const NO_NUL = 'must not hold the character NUL';

/**
 * Whether that is what the framework throws where something that came does not fit; also from within a list, where it is
 * wrapped.
 */
export function validationErrorOf(error: unknown): ValidationError | null {
  if (error instanceof ValidationError) return error;
  const inner = error instanceof Error && 'error' in error ? error.error : null;
  return inner instanceof Error ? validationErrorOf(inner) : null;
}

/** The fields that broke a rule and the rule, never the value. */
export function fieldsOf(error: ValidationError, received?: Received): FieldError[] {
  if ((error.type as string) === NAMELESS && received?.route) {
    const { hooks } = received.route;
    const found = PARTS.flatMap((part) => brokenNumbers((hooks[part] ?? {}) as Rules, received[part], ''));
    if (found.length > 0) return found;
  }
  const fields = new Map<string, FieldError>();
  for (const problem of error.all) {
    if (!('path' in problem)) continue;
    const field = String(problem.path).replace(/^\//, '').replaceAll('/', '.') || error.type;
    const { schema = {} } = problem as { schema?: Record<string, unknown> };
    if (!fields.has(field)) fields.set(field, { field, message: ruleOf(schema) });
  }
  if (fields.size === 0) fields.set(error.type, { field: error.type, message: 'is not valid' });
  return [...fields.values()];
}

/** The fields with a NUL in them, which PostgreSQL's texts have no place for. */
export function fieldsWithNul(received?: Received): FieldError[] {
  const found = PARTS.flatMap((part) => pathsOfNul(received?.[part], '', LOOKED_INTO));
  return (found.length > 0 ? found : ['body']).map((field) => ({ field, message: NO_NUL }));
}

function pathsOfNul(value: unknown, path: string, depth: number): string[] {
  if (typeof value === 'string') return value.includes('\0') ? [path] : [];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([name, one]) => pathsOfNul(one, join(path, name), depth - 1));
}

/** Looks for the numbers that break their rules by what the route declares of them. */
function brokenNumbers(rules: Rules, value: unknown, path: string): FieldError[] {
  if (value === undefined || value === null) return [];
  if (rules.properties && typeof value === 'object') {
    return Object.entries(rules.properties).flatMap(([name, of]) =>
      brokenNumbers(of, Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null, join(path, name)),
    );
  }
  if (rules.items && Array.isArray(value)) {
    const { items } = rules;
    return value.flatMap((one, at) => brokenNumbers(items, one, join(path, String(at))));
  }
  const { minimum, maximum, multipleOf } = rules;
  if (minimum === undefined && maximum === undefined && multipleOf === undefined) return [];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const mustBeWhole = [rules, ...(rules.anyOf ?? [])].some(({ type }) => type === 'integer');
  const fits =
    typeof number === 'number' &&
    Number.isFinite(number) &&
    number >= (minimum ?? number) &&
    number <= (maximum ?? number) &&
    (multipleOf === undefined || number % multipleOf === 0) &&
    (!mustBeWhole || Number.isInteger(number));
  return fits ? [] : [{ field: path, message: ruleOf(rules as Record<string, unknown>) }];
}

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

function ruleOf(schema: Record<string, unknown>): string {
  if (schema.error && typeof schema.error === 'string') return schema.error;
  if (schema.format) return `must be a valid ${schema.format}`;
  if (schema.minLength === 1 && !schema.maxLength) return 'must not be empty';
  if (schema.minLength !== undefined || schema.maxLength !== undefined) {
    return `must have ${schema.minLength ?? 0} to ${schema.maxLength ?? 'any number of'} characters`;
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    return `must be a number from ${schema.minimum ?? '…'} to ${schema.maximum ?? '…'}`;
  }
  return typeof schema.type === 'string' ? `must be of type ${schema.type}` : 'is not valid';
}
