import type { Spent, Unavailable } from './answer.ts';
import type { Delta } from './completion-builder.ts';
import type { ChatModel, Completion, CompletionRequest, ModelSettings } from './model.ts';
import { CALL_DEADLINES, type CallDeadlines, callModel, type Wire } from './model-call.ts';
import { boundedFetch } from './model-failure.ts';

/** How one call to a vendor went. Units: seconds. */
export interface ModelCall {
  provider: string;
  /** Why there was no answer; `ok`, and `aborted` where nobody waited for it any more. */
  result: Unavailable['unavailable'] | 'ok' | 'aborted';
  seconds: number;
  /** Null where it wrote nothing. */
  firstTokenSeconds: number | null;
  /** Null where it did not answer, or did not say. */
  spent: Spent | null;
}

/** Beyond every deadline of ours, which may change while the SDK's client stays. */
const MAX_CALL_MS = 180_000;

/** What the models of all vendors have in common: one call, within its deadlines, over the vendor's own wire. */
export abstract class StreamedModel implements ChatModel, Wire {
  abstract readonly name: string;
  protected readonly settings: ModelSettings;
  readonly #deadlines: CallDeadlines;
  readonly #onCall: (call: ModelCall) => void;

  constructor(
    settings: ModelSettings,
    deadlines: CallDeadlines = CALL_DEADLINES,
    onCall: (call: ModelCall) => void = () => {},
  ) {
    this.settings = settings;
    this.#deadlines = deadlines;
    this.#onCall = onCall;
  }

  abstract open(request: CompletionRequest, signal: AbortSignal): Promise<AsyncIterable<Delta>>;

  async complete(
    request: CompletionRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Completion | Unavailable> {
    const since = performance.now();
    const secondsSince = () => (performance.now() - since) / 1_000;
    const call: ModelCall = {
      provider: this.name,
      result: 'aborted',
      seconds: 0,
      firstTokenSeconds: null,
      spent: null,
    };
    try {
      const result = await callModel(
        this,
        request,
        (text) => {
          call.firstTokenSeconds ??= secondsSince();
          onText(text);
        },
        signal,
        this.#deadlines,
      );
      call.result = 'unavailable' in result ? result.unavailable : 'ok';
      if ('unavailable' in result) return result;
      // Prices go by the name, so one that a server keeps to itself is the one it was asked for.
      const model = result.model ?? this.nameFor(request);
      call.spent = result.usage && { model, usage: result.usage };
      return { ...result, model };
    } finally {
      this.#onCall({ ...call, seconds: secondsSince() });
    }
  }

  /** What the vendor calls the model that is asked. */
  protected nameFor({ model }: CompletionRequest): string {
    return model ?? this.settings.model;
  }

  /** For the vendor's SDK, which is to do nothing but speak the wire: retries and deadlines are ours. */
  protected clientOptions(vendorUrl: string) {
    return {
      // Never null: an SDK would go and look for credentials in the environment or on the disk.
      apiKey: this.settings.apiKey ?? 'none',
      baseURL: this.settings.baseUrl ?? vendorUrl,
      maxRetries: 0,
      timeout: MAX_CALL_MS,
      // Its log would hold what customers write.
      logLevel: 'off',
      fetch: boundedFetch,
    } as const;
  }
}
