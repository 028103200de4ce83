import type { TracingConfig } from '../config/tracing.ts';
import { Exporter } from './exporter.ts';
import { samplerOf } from './sampler.ts';
import { setTracer } from './trace.ts';

interface Options {
  version: string;
  /** Of this process. */
  instanceId: string;
  onSpans: (result: 'exported' | 'dropped', count: number) => void;
  onFailure: (reason: string) => void;
}

/** Traces this process's work from here on. Answers what stops it, after what was recorded was sent. */
export function startTracing(config: TracingConfig, { version, instanceId, ...heard }: Options): () => Promise<void> {
  const resource = {
    version,
    attributes: {
      ...config.attributes,
      'service.name': config.serviceName,
      'service.version': version,
      'service.instance.id': instanceId,
    },
  };
  const exporter = new Exporter({ ...config, ...heard, resource });
  setTracer({ isSampled: samplerOf(config), record: (span) => exporter.add(span) });
  return () => {
    setTracer(null);
    return exporter.stop();
  };
}
