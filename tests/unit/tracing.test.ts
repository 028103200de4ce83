import { afterEach, describe, expect, test } from 'bun:test';
import { Batcher } from '../../src/db/batcher.ts';
import { Exporter } from '../../src/tracing/exporter.ts';
import { requestOf } from '../../src/tracing/otlp.ts';
import { samplerOf } from '../../src/tracing/sampler.ts';
import { type FinishedSpan, inSpan, setTracer, startSpan, startTrace, traceparent } from '../../src/tracing/trace.ts';
import { readTraceparent } from '../../src/tracing/traceparent.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

function record(): FinishedSpan[] {
  const spans: FinishedSpan[] = [];
  setTracer({ isSampled: () => true, record: (span) => void spans.push(span) });
  return spans;
}

afterEach(() => setTracer(null));

describe('traceparent', () => {
  test('is read as the standard has it', () => {
    expect(readTraceparent(`00-${ID}-${SPAN}-01`)).toEqual({ traceId: ID, spanId: SPAN, isSampled: true });
    expect(readTraceparent(`00-${ID}-${SPAN}-00`)?.isSampled).toBe(false);
    // Of later versions what is known of them.
    expect(readTraceparent(`cc-${ID}-${SPAN}-03-more`)?.isSampled).toBe(true);
  });

  test.each([
    '',
    'x',
    `00-${ID}-${SPAN}`,
    `00-${ID}-${SPAN}-01-more`,
    `ff-${ID}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${ID}-${'0'.repeat(16)}-01`,
    `00-${ID.toUpperCase()}-${SPAN}-01`,
    `00-${ID}0-${SPAN}-01`,
  ])('that is none is not believed: %s', (header) => {
    expect(readTraceparent(header)).toBeNull();
  });
});

describe('what is recorded', () => {
  const remote = (isSampled: boolean) => ({ traceId: ID, spanId: SPAN, isSampled });
  const ids = Array.from({ length: 4_000 }, () => crypto.getRandomValues(new Uint8Array(16)).toHex());

  test('follows the caller, or does not', () => {
    const parent = samplerOf({ sampler: 'parentbased_always_off', ratio: 1 });
    expect([parent(ID, remote(true)), parent(ID, remote(false)), parent(ID, null)]).toEqual([true, false, false]);
    const own = samplerOf({ sampler: 'always_on', ratio: 1 });
    expect([own(ID, remote(false)), own(ID, null)]).toEqual([true, true]);
    expect(samplerOf({ sampler: 'always_off', ratio: 1 })(ID, remote(true))).toBe(false);
  });

  test('is the share that was asked for', () => {
    const share = (ratio: number) => {
      const isSampled = samplerOf({ sampler: 'parentbased_traceidratio', ratio });
      return ids.filter((id) => isSampled(id, null)).length / ids.length;
    };
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(share(0.25)).toBeWithin(0.2, 0.3);
  });
});

describe('a span', () => {
  test('stands under the one that it was done in, also after a wait', async () => {
    const spans = record();
    const root = startTrace('GET', `00-${ID}-${SPAN}-01`, {});
    await inSpan(root, async () => {
      await Bun.sleep(1);
      await inSpan(startSpan('inner', 'client', { a: 1 }), async () => {
        await Bun.sleep(1);
        expect(traceparent()).toMatch(new RegExp(`^00-${ID}-[0-9a-f]{16}-01$`));
      });
    });
    expect(spans.map(({ name, parentId, traceId }) => [name, parentId, traceId])).toEqual([
      ['inner', spans[1]?.id as string, ID],
      ['GET', SPAN, ID],
    ]);
    expect(spans[0]?.endedAt).toBeGreaterThan(spans[0]?.startedAt as number);
    expect(traceparent()).toBeNull();
  });

  test('that fails says how, and never in whose words', async () => {
    const spans = record();
    const work = inSpan(startTrace('GET', null, {}), async () => {
      throw new RangeError('4929 1234 5678 1232');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(spans[0]?.failure).toBe('RangeError');
    expect(JSON.stringify(requestOf({ attributes: {}, version: '1' }, spans))).not.toContain('4929');
  });

  test('of what is done beside requests is none, and without a tracer nothing is', async () => {
    const spans = record();
    expect(startSpan('job', 'client', {})).toBeNull();
    expect(spans).toEqual([]);
    setTracer(null);
    expect(startTrace('GET', null, {})).toBeNull();
    expect(await inSpan(null, async () => traceparent())).toBeNull();
  });

  test('of what is done for several requests at once stands in the trace of each', async () => {
    const spans = record();
    const batcher = new Batcher<number, number>({
      run: async (inputs) => {
        const span = startSpan(`batch of ${inputs.length}`, 'client', {});
        await Bun.sleep(5);
        span?.end();
        return inputs;
      },
    });
    const ask = (input: number) => inSpan(startTrace(`request ${input}`, null, {}), () => batcher.add(input));
    await Promise.all([ask(1), ask(2), ask(3)]);
    const roots = spans.filter(({ name }) => name.startsWith('request'));
    const batches = spans.filter(({ name }) => name.startsWith('batch'));
    expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(3);
    for (const root of roots) {
      expect(batches.filter(({ parentId, traceId }) => parentId === root.id && traceId === root.traceId)).toHaveLength(
        1,
      );
    }
  });
});

describe('the exporter', () => {
  const span = (at: number): FinishedSpan => ({
    traceId: ID,
    id: SPAN,
    parentId: null,
    name: `span ${at}`,
    kind: 'internal',
    startedAt: 1,
    endedAt: 2,
    attributes: {},
    failure: null,
  });

  async function withCollector(answer: () => Response | Promise<Response>, work: (url: string) => Promise<void>) {
    const server = Bun.serve({ port: 0, hostname: '127.0.0.1', idleTimeout: 30, fetch: answer });
    try {
      await work(`http://127.0.0.1:${server.port}/v1/traces`);
    } finally {
      await server.stop(true);
    }
  }

  const exporterTo = (url: string) => {
    const heard = { exported: 0, dropped: 0, failures: [] as string[] };
    const exporter = new Exporter({
      url,
      headers: {},
      timeoutMs: 30_000,
      intervalMs: 5_000,
      resource: { attributes: {}, version: '1' },
      onSpans: (result, count) => {
        heard[result] += count;
      },
      onFailure: (reason) => void heard.failures.push(reason),
    });
    return { exporter, heard };
  };

  test('waits for no collector that hangs, and keeps no more than it may', async () => {
    await withCollector(
      () => new Promise<Response>(() => {}),
      async (url) => {
        const { exporter, heard } = exporterTo(url);
        const stopwatch = startStopwatch(process.pid);
        for (let at = 0; at < 20_000; at += 1) exporter.add(span(at));
        expect(stopwatch()).toBeLessThan(1_000);
        // One batch is on its way, and as many wait as may.
        expect(heard.dropped).toBeWithin(20_000 - 4_096 - 512, 20_000 - 4_096 + 1);
        await exporter.stop();
        expect(stopwatch()).toBeLessThan(6_000);
        expect(heard).toMatchObject({ exported: 0, dropped: 20_000 });
        // Said once, not for every batch.
        expect(heard.failures).toHaveLength(1);
      },
    );
  }, 60_000);

  test('sends what is left when it stops', async () => {
    await withCollector(
      () => Response.json({}),
      async (url) => {
        const { exporter, heard } = exporterTo(url);
        for (let at = 0; at < 1_300; at += 1) exporter.add(span(at));
        await exporter.stop();
        expect(heard).toEqual({ exported: 1_300, dropped: 0, failures: [] });
      },
    );
  });

  test('gives up at once what will never be taken', async () => {
    await withCollector(
      () => Response.json({}, { status: 400 }),
      async (url) => {
        const { exporter, heard } = exporterTo(url);
        exporter.add(span(1));
        await exporter.stop();
        expect(heard).toEqual({ exported: 0, dropped: 1, failures: ['status 400'] });
      },
    );
  });
});
