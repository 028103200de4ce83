import type { TracingConfig } from '../config/tracing.ts';
import type { Tracer } from './trace.ts';

/** Digits of a trace's id that are random in every version of the standard: its last 56 bits. */
const RANDOM_DIGITS = 14;

/** Whether a trace is recorded, by the sampler of OTEL_TRACES_SAMPLER. */
export const samplerOf =
  ({ sampler, ratio }: Pick<TracingConfig, 'sampler' | 'ratio'>): Tracer['isSampled'] =>
  (traceId, remote) => {
    if (remote && sampler.startsWith('parentbased_')) return remote.isSampled;
    if (sampler.endsWith('always_on')) return true;
    // The same trace is recorded by every service that takes the same share.
    return (
      !sampler.endsWith('always_off') &&
      Number.parseInt(traceId.slice(-RANDOM_DIGITS), 16) < ratio * 16 ** RANDOM_DIGITS
    );
  };
