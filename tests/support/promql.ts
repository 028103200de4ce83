/** A selector of an expression: the metric, and how its labels are to be. */
export interface Selector {
  metric: string;
  matchers: { label: string; operator: string; value: string }[];
}

const SELECTOR = /\b(joxai_\w+|up)\b(?:\{([^}]*)\})?/g;
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const GROUPING = /\b(?:by|on|without|ignoring)\s*\(([^)]*)\)/g;
const WORD = /\b([a-z_]+)\s*(?=\()/g;
const KNOWN_WORDS =
  /^(sum|max|min|count|avg|topk|rate|increase|histogram_quantile|time|vector|label_values|by|on|and|or|unless)$/;

export const selectorsOf = (expression: string): Selector[] =>
  [...expression.matchAll(SELECTOR)].map(([, metric = '', matchers = '']) => ({
    metric,
    matchers: [...matchers.matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => ({
      label,
      operator,
      value,
    })),
  }));

/** The labels that results are put together by. */
export const groupingsOf = (expression: string): string[] =>
  [...expression.matchAll(GROUPING)].flatMap(([, labels = '']) => labels.split(',').map((label) => label.trim()));

/** What is wrong with its form, as far as that can be seen without Prometheus; null where nothing is. */
export function formFaultOf(expression: string): string | null {
  const bare = expression.replace(/"[^"]*"/g, '""');
  for (const [open, close] of ['()', '{}', '[]'] as unknown as [string, string][]) {
    if (bare.split(open).length !== bare.split(close).length) return `${open} and ${close} do not match`;
  }
  const unknown = [...bare.matchAll(WORD)].map(([, word]) => word as string).find((word) => !KNOWN_WORDS.test(word));
  return unknown === undefined ? null : `${unknown} is no function`;
}
