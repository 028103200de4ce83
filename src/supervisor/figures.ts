import { addFigures, type Figures, labelText, type PoolFigures } from '../lib/figures.ts';
import { memoryUse } from '../lib/memory.ts';
import type { PoolState, WorkerState } from './pool.ts';
import type { EndReason } from './status.ts';

/** A worker that is stuck must not hold up who asks for the figures of all. Units: milliseconds. */
const PATIENCE_MS = 1_000;
const PHASES: readonly WorkerState['phase'][] = ['booting', 'ready', 'draining', 'killed'];

interface Question {
  waitingFor: Set<number>;
  answer: () => void;
}

/**
 * What all workers have counted since the supervisor started, those that have ended too, and what each living one
 * measured last. Workers tell every few seconds, and when somebody asks.
 */
export class FigureBook {
  readonly #counts: Figures = {};
  readonly #gauges = new Map<number, Figures>();
  readonly #questions = new Map<number, Question>();
  #asked = 0;

  /** `asked`: the number of the question that the worker answers; null where it tells by itself. */
  note(pid: number, changes: Figures, gauges: Figures, asked: number | null): void {
    addFigures(this.#counts, changes);
    this.#gauges.set(pid, gauges);
    if (asked !== null) this.#answeredBy(pid, asked);
  }

  noteEnd(reason: EndReason): void {
    addFigures(this.#counts, { joxai_worker_exits_total: { [labelText({ reason })]: 1 } });
  }

  /** What it measured is over; what it counted stays. */
  forget(pid: number): void {
    this.#gauges.delete(pid);
    for (const asked of [...this.#questions.keys()]) this.#answeredBy(pid, asked);
  }

  /** Has these workers tell their figures, and answers with those of all as soon as they have, or when it takes too long. */
  ask(pids: readonly number[], tell: (pid: number, asked: number) => void, own: () => Figures): Promise<PoolFigures> {
    this.#asked += 1;
    const asked = this.#asked;
    return new Promise((resolve) => {
      const question: Question = { waitingFor: new Set(pids), answer: () => {} };
      const timer = setTimeout(() => question.answer(), PATIENCE_MS);
      question.answer = () => {
        clearTimeout(timer);
        this.#questions.delete(asked);
        const gauges = [...this.#gauges.values(), own()];
        resolve({ counts: this.#counts, gauges, silent: question.waitingFor.size });
      };
      this.#questions.set(asked, question);
      for (const pid of pids) tell(pid, asked);
      if (pids.length === 0) question.answer();
    });
  }

  #answeredBy(pid: number, asked: number): void {
    const question = this.#questions.get(asked);
    if (question?.waitingFor.delete(pid) && question.waitingFor.size === 0) question.answer();
  }
}

/** What only the supervisor knows, as the metrics have it (src/metrics/catalogue.ts). */
export function ownFigures({ workers, target }: Pick<PoolState, 'workers' | 'target'>, startedAt: Date): Figures {
  const inPhase = (phase: WorkerState['phase']) => workers.filter((worker) => worker.phase === phase).length;
  return {
    joxai_workers: Object.fromEntries(PHASES.map((phase) => [labelText({ phase }), inPhase(phase)])),
    joxai_workers_wanted: { '': target },
    joxai_start_time_seconds: { '': startedAt.getTime() / 1_000 },
    joxai_supervisor_memory_bytes: { '': memoryUse().rss },
  };
}
