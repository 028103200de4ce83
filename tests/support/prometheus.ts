/** What a scrape says: samples by their name, and the type of each family. */
export interface Scrape {
  types: Map<string, string>;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format. Errors: throws at a line that it does not understand. */
export function readScrape(text: string): Scrape {
  const scrape: Scrape = { types: new Map(), samples: [] };
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family && type) scrape.types.set(family, type);
    if (line.startsWith('#')) continue;
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (!name || Number.isNaN(Number(value))) throw new Error(`not a sample: ${line}`);
    const pairs = [...labels.matchAll(LABEL)].map(([, label, text]) => [label as string, text as string]);
    scrape.samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return scrape;
}

/** Over a connection of its own. Errors: throws where the answer is no scrape. */
export async function scrape(origin: string): Promise<Scrape> {
  const answer = await fetch(`${origin}/metrics`, { keepalive: false, signal: AbortSignal.timeout(20_000) });
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  return readScrape(await answer.text());
}

/** Of all samples of the name that have these labels. */
export const sumOf = ({ samples }: Scrape, name: string, labels: Record<string, string> = {}): number =>
  samples
    .filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
