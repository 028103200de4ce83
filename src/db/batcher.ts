import { type Carried, carried, within } from '../tracing/trace.ts';

interface Waiting<Input, Output> {
  traces: Carried;
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
}

interface BatcherOptions<Input, Output> {
  /** Answers the outputs in the order of the inputs. */
  run: (inputs: Input[]) => Promise<Output[]>;
  /** Two inputs of one key never go into one batch. */
  keyOf?: (input: Input) => string;
  maxSize?: number;
  /** Whether an error has nothing to do with the inputs, so that none of them is tried alone; never, where not said. */
  isCommon?: (error: unknown) => boolean;
  /** Statements that may be under way at once; 1 where nothing is said. */
  lanes?: number;
}

const MAX_SIZE = 64;

/**
 * Sends what many callers want to write as one statement: what arrives while a statement is under way goes into the
 * next one. A lone caller waits for nobody; under load the round trips, the parsing and the commits are shared.
 *
 * Each caller gets its own output, after its batch has committed. When a batch fails of one of its inputs, they are
 * tried one by one, so that the bad one fails alone.
 */
export class Batcher<Input, Output> {
  readonly #options: BatcherOptions<Input, Output>;
  #waiting: Waiting<Input, Output>[] = [];
  #running = 0;

  constructor(options: BatcherOptions<Input, Output>) {
    this.#options = options;
  }

  /** Errors: those of its own input's statement. */
  add(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ traces: carried(), input, resolve, reject });
      if (this.#running < (this.#options.lanes ?? 1)) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running += 1;
    while (this.#waiting.length > 0) {
      // One turn of the event loop, so that what has arrived on other connections by now travels along.
      await new Promise(setImmediate);
      // Another lane may have taken all of it meanwhile.
      if (this.#waiting.length > 0) await this.#send(this.#take());
    }
    this.#running -= 1;
  }

  #take(): Waiting<Input, Output>[] {
    const { keyOf, maxSize = MAX_SIZE } = this.#options;
    const batch: Waiting<Input, Output>[] = [];
    const left: Waiting<Input, Output>[] = [];
    const keys = new Set<string>();
    for (const waiting of this.#waiting) {
      const key = keyOf?.(waiting.input);
      const isTaken = batch.length < maxSize && (key === undefined || !keys.has(key));
      if (isTaken && key !== undefined) keys.add(key);
      (isTaken ? batch : left).push(waiting);
    }
    this.#waiting = left;
    return batch;
  }

  async #send(batch: Waiting<Input, Output>[]): Promise<void> {
    try {
      const outputs = await within(
        batch.flatMap(({ traces }) => traces),
        () => this.#options.run(batch.map(({ input }) => input)),
      );
      batch.forEach(({ resolve }, index) => {
        resolve(outputs[index] as Output);
      });
    } catch (error) {
      // While the database hangs, one after another would wait for it as often as there are inputs.
      if (batch.length === 1 || this.#options.isCommon?.(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.#send([one]);
    }
  }
}
