import { type Figures, labelText } from '../lib/figures.ts';
import {
  type CounterName,
  type FamilyName,
  familyOf,
  type HistogramName,
  type LabelsOf,
  labelsOf,
} from './catalogue.ts';
import { Histogram } from './histogram.ts';

/** Beyond all that the program's own routes and lists can make: a fault of ours must not fill the memory. */
const MAX_SERIES = 10_000;

/** A figure that only grows. */
class Counter {
  #value = 0;
  #taken = 0;

  add(by: number): void {
    this.#value += by;
  }

  get values(): number {
    return this.#value;
  }

  take(): number | null {
    const change = this.#value - this.#taken;
    this.#taken = this.#value;
    return change === 0 ? null : change;
  }
}

type Series = Counter | Histogram;

/** The series of one family, by the values of their labels. */
interface Family {
  labels: readonly string[];
  series: Map<string, { text: string; series: Series }>;
}

/**
 * What one process counts, by family and labels.
 *
 * Not prom-client: an observation there takes the labels apart and hashes them each time, putting five workers' figures
 * together holds up the event loop for some 80 ms, and it takes longer to load than the rest of a worker's libraries.
 */
export class Registry {
  readonly #families = new Map<FamilyName, Family>();

  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by = 1): void {
    (this.#series(name, labels, () => new Counter()) as Counter).add(by);
  }

  /** Of a histogram whose values come so often that its owner keeps it at hand. */
  histogram<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>): Histogram {
    return this.#series(name, labels, () => new Histogram(familyOf(name).bounds ?? [])) as Histogram;
  }

  /** Everything since the process started. */
  get all(): Figures {
    return this.#figures((series) => series.values);
  }

  /** What has come since it was taken last: whoever takes it adds it to what it has. */
  takeChanges(): Figures {
    return this.#figures((series) => series.take());
  }

  #series<Name extends CounterName | HistogramName>(name: Name, labels: LabelsOf<Name>, make: () => Series): Series {
    const family = this.#families.get(name) ?? this.#open(name);
    const key = family.labels.map((label) => (labels as Record<string, string>)[label]).join('\0');
    const known = family.series.get(key);
    if (known) return known.series;
    const text = labelText(labelsOf(name, labels));
    // Names of what is counted as `other` share its series.
    const series = [...family.series.values()].find((one) => one.text === text)?.series ?? make();
    if (family.series.size < MAX_SERIES) family.series.set(key, { text, series });
    return series;
  }

  #open(name: FamilyName): Family {
    const family: Family = { labels: Object.keys(familyOf(name).labels ?? {}), series: new Map() };
    this.#families.set(name, family);
    return family;
  }

  #figures(read: (series: Series) => number | number[] | null): Figures {
    const figures: Figures = {};
    for (const [name, family] of this.#families) {
      const values: Figures[string] = {};
      for (const { text, series } of family.series.values()) {
        const value = text in values ? null : read(series);
        if (value !== null) values[text] = value;
      }
      if (Object.keys(values).length > 0) figures[name] = values;
    }
    return figures;
  }
}
