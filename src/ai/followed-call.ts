import { inSpan, type Span, startSpan } from '../tracing/trace.ts';
import type { Spent, Unavailable } from './answer.ts';
import type { Completion } from './model.ts';

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

export interface Followed {
  provider: string;
  /** As it is asked for. */
  model: string;
  onText: (text: string) => void;
  onCall: (call: ModelCall) => void;
}

/** Makes the call as a span of the trace, and tells `onCall` how it went. Errors: those of `call`. */
export function followCall(
  { provider, model, onText, onCall }: Followed,
  call: (onText: (text: string) => void) => Promise<Completion | Unavailable>,
): Promise<Completion | Unavailable> {
  const since = performance.now();
  const secondsSince = () => (performance.now() - since) / 1_000;
  const went: ModelCall = { provider, result: 'aborted', seconds: 0, firstTokenSeconds: null, spent: null };
  return inSpan(startSpan(`chat ${model}`, 'client', attributesOf(provider, model)), async (span) => {
    try {
      const result = await call((text) => {
        went.firstTokenSeconds ??= secondsSince();
        onText(text);
      });
      went.result = 'unavailable' in result ? result.unavailable : 'ok';
      if (!('unavailable' in result)) went.spent = result.usage && { model: result.model, usage: result.usage };
      return result;
    } finally {
      went.seconds = secondsSince();
      if (span) describe(span, went);
      onCall(went);
    }
  });
}

/** Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/; what is said in it is left out. */
const attributesOf = (provider: string, model: string) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
});

function describe(span: Span, { result, firstTokenSeconds, spent }: ModelCall): void {
  if (result !== 'ok') span.fail(result);
  if (firstTokenSeconds !== null) span.set({ 'gen_ai.response.time_to_first_chunk': firstTokenSeconds });
  if (spent) {
    span.set({
      'gen_ai.usage.input_tokens': spent.usage.promptTokens,
      'gen_ai.usage.output_tokens': spent.usage.completionTokens,
    });
  }
}
