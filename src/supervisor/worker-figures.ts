import type { PoolFigures } from '../lib/figures.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { SupervisorMessage, WorkerMessage } from './messages.ts';

/** So much of what it counted may be lost with a worker that is killed. Units: milliseconds. */
const REPORT_EVERY_MS = 5_000;
/** The supervisor itself waits less for the other workers. Units: milliseconds. */
const PATIENCE_MS = 3_000;

/** Tells the supervisor what this worker counts and measures, and asks it for the figures of all. */
export class FigureReporter {
  readonly #metrics: Metrics;
  readonly #tell: (message: WorkerMessage) => void;
  readonly #questions = new Map<number, (figures: PoolFigures) => void>();
  #question = 0;

  constructor(metrics: Metrics, tell: (message: WorkerMessage) => void) {
    this.#metrics = metrics;
    this.#tell = tell;
    setInterval(() => this.report(), REPORT_EVERY_MS).unref();
  }

  report(asked: number | null = null): void {
    this.#tell({ type: 'figures', changes: this.#metrics.takeChanges(), gauges: this.#metrics.gauges(), asked });
  }

  hear(message: SupervisorMessage): void {
    if (message.type === 'tell_figures') this.report(message.asked);
    if (message.type === 'pool_figures') this.#questions.get(message.question)?.(message.figures);
  }

  /** Those of the whole pool. Null when the supervisor does not answer in time. */
  async ask(): Promise<PoolFigures | null> {
    this.#question += 1;
    const question = this.#question;
    const { promise, resolve } = Promise.withResolvers<PoolFigures | null>();
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    this.#questions.set(question, resolve);
    this.#tell({ type: 'ask_figures', question });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#questions.delete(question);
    }
  }
}
