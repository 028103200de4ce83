import type { TracingConfig } from '../config/tracing.ts';
import { type Resource, requestOf } from './otlp.ts';
import type { FinishedSpan } from './trace.ts';

/** Spans that may wait; more are dropped. */
const MAX_WAITING = 4_096;
const BATCH = 512;
/** Answers after which the same may be sent again. Source: OTLP specification, "Retryable response codes". */
const PASSING = [429, 502, 503, 504];
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 1_000;
/** A process that goes does not wait longer for the collector. */
const STOP_MS = 2_000;

interface ExporterOptions extends Pick<TracingConfig, 'url' | 'headers' | 'timeoutMs' | 'intervalMs'> {
  resource: Resource;
  /** Hears what became of so many spans. */
  onSpans: (result: 'exported' | 'dropped', count: number) => void;
  /** Hears of the first failure of a row of them. */
  onFailure: (reason: string) => void;
}

/**
 * Posts spans in batches to a collector (OTLP over HTTP, as JSON). Its failures cost spans and nothing else: what waits is
 * bounded, and nobody waits for it.
 *
 * Not OpenTelemetry's SDK: its packages are 25 MB, and loading them costs each worker more time than the rest of its start.
 */
export class Exporter {
  readonly #options: ExporterOptions;
  readonly #timer: Timer;
  readonly #stopped = Promise.withResolvers<void>();
  readonly #cut = new AbortController();
  #waiting: FinishedSpan[] = [];
  #sending: Promise<void> | null = null;
  #isStopped = false;
  #isFailing = false;

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#flush(), options.intervalMs);
    this.#timer.unref();
  }

  add(span: FinishedSpan): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#options.onSpans('dropped', 1);
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length >= BATCH) this.#flush();
  }

  /** Sends what waits, each batch once, as far as there is time. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const cutting = setTimeout(() => this.#cut.abort(), STOP_MS);
    this.#isStopped = true;
    this.#stopped.resolve();
    await this.#sending;
    this.#flush();
    await this.#sending;
    clearTimeout(cutting);
  }

  #flush(): void {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      const failure = await this.#deliver(JSON.stringify(requestOf(this.#options.resource, batch)));
      this.#options.onSpans(failure === null ? 'exported' : 'dropped', batch.length);
      if (failure !== null && !this.#isFailing) this.#options.onFailure(failure);
      this.#isFailing = failure !== null;
    }
  }

  /** Why it was not taken in the end, or null. */
  async #deliver(body: string): Promise<string | null> {
    for (let tries = 1; ; tries += 1) {
      const { failure, isPassing } = await this.#post(body);
      if (failure === null || !isPassing || tries === MAX_TRIES || this.#isStopped) return failure;
      await Promise.race([Bun.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1)), this.#stopped.promise]);
    }
  }

  async #post(body: string): Promise<{ failure: string | null; isPassing: boolean }> {
    const { url, headers, timeoutMs } = this.#options;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#cut.signal]),
      });
      await response.body?.cancel();
      const failure = response.ok ? null : `status ${response.status}`;
      return { failure, isPassing: PASSING.includes(response.status) };
    } catch (error) {
      return { failure: error instanceof Error ? error.name : 'error', isPassing: true };
    }
  }
}
