import type { Unavailable } from './answer.ts';
import type { Delta } from './completion-builder.ts';
import { followCall, type ModelCall } from './followed-call.ts';
import type { ChatModel, Completion, CompletionRequest, ModelSettings } from './model.ts';
import { CALL_DEADLINES, type CallDeadlines, callModel, type Wire } from './model-call.ts';
import { boundedFetch } from './model-failure.ts';

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
    const model = this.nameFor(request);
    const followed = { provider: this.name, model, onText, onCall: this.#onCall };
    return followCall(followed, async (onText) => {
      const result = await callModel(this, request, onText, signal, this.#deadlines);
      // Prices go by the name, so one that a server keeps to itself is the one it was asked for.
      return 'unavailable' in result ? result : { ...result, model: result.model ?? model };
    });
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
