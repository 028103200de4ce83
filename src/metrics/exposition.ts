import { type Figures, labelText, type SeriesValue } from '../lib/figures.ts';
import { CATALOGUE, type FamilyName, familyOf, type GaugeName, type LabelsOf, labelsOf } from './catalogue.ts';

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Notes a measured value among others. Not a number: it could not be measured, and is left out. */
export function setGauge<Name extends GaugeName>(
  figures: Figures,
  name: Name,
  value: number,
  ...[labels]: keyof LabelsOf<Name> extends never ? [] : [LabelsOf<Name>]
): void {
  if (Number.isNaN(value)) return;
  figures[name] ??= {};
  figures[name][labelText(labelsOf(name, labels ?? ({} as LabelsOf<Name>)))] = value;
}

/**
 * The text that Prometheus reads, of what was counted and what each process measured.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4).
 */
export function exposition(counts: Figures, gauges: readonly Figures[]): string {
  const names = Object.keys(CATALOGUE) as FamilyName[];
  return names.map((name) => familyText(name, seriesOf(name, counts, gauges))).join('');
}

function seriesOf(name: FamilyName, counts: Figures, gauges: readonly Figures[]): Map<string, SeriesValue> {
  const { type, together = 'sum' } = familyOf(name);
  if (type !== 'gauge') return new Map([...zeros(name), ...Object.entries(counts[name] ?? {})]);
  const measured = gauges.flatMap((one) => Object.entries(one[name] ?? {}) as [string, number][]);
  const values = new Map<string, number>();
  for (const [labels, value] of measured) {
    const before = values.get(labels);
    values.set(labels, before === undefined ? value : together === 'sum' ? before + value : Math.max(before, value));
  }
  return values;
}

/** Series of closed lists are there from the start: a rate of one that appears with its first event would miss it. */
function zeros(name: FamilyName): Map<string, SeriesValue> {
  const { labels = {}, bounds } = familyOf(name);
  let rows: Record<string, string>[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    if (values === null) return new Map();
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [label]: value })));
  }
  return new Map(rows.map((row) => [labelText(row), bounds ? Array(bounds.length + 2).fill(0) : 0]));
}

function familyText(name: FamilyName, series: Map<string, SeriesValue>): string {
  const { type, help, bounds = [] } = familyOf(name);
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  for (const [labels, value] of series) {
    if (typeof value === 'number') lines.push(sample(name, labels, value));
    else if (value.length === bounds.length + 2) lines.push(...histogramLines(name, labels, value, bounds));
  }
  return `${lines.join('\n')}\n`;
}

function histogramLines(name: string, labels: string, values: number[], bounds: readonly number[]): string[] {
  const comma = labels === '' ? '' : ',';
  let count = 0;
  const buckets = [...bounds, '+Inf'].map((bound, at) => {
    count += values[at] as number;
    return sample(`${name}_bucket`, `${labels}${comma}le="${bound}"`, count);
  });
  return [...buckets, sample(`${name}_sum`, labels, values.at(-1) as number), sample(`${name}_count`, labels, count)];
}

const sample = (name: string, labels: string, value: number): string =>
  `${name}${labels === '' ? '' : `{${labels}}`} ${value}`;
