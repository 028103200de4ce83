import type { SettingsReader } from './reader.ts';

const TRACES_PATH = '/v1/traces';
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type SamplerName = (typeof SAMPLERS)[number];

export interface TracingConfig {
  /** Where spans are posted. */
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
  /** Between two exports. */
  intervalMs: number;
  serviceName: string;
  /** Of OTEL_RESOURCE_ATTRIBUTES: what stands on everything that is exported. */
  attributes: Record<string, string>;
  sampler: SamplerName;
  /** Of the traces that begin here, for samplers that take a share. 0 to 1. */
  ratio: number;
}

/**
 * Null where nothing is exported.
 * Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/, …/configuration/sdk-environment-variables/
 */
export function readTracing(reader: SettingsReader): TracingConfig | null {
  const base = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const own = reader.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ['http:', 'https:']);
  reader.oneOf('OTEL_EXPORTER_OTLP_PROTOCOL', ['http/json'], 'http/json');
  const attributes = readPairs(reader, 'OTEL_RESOURCE_ATTRIBUTES');
  const config = {
    url: own ?? `${base?.replace(/\/+$/, '')}${TRACES_PATH}`,
    headers: readPairs(reader, 'OTEL_EXPORTER_OTLP_HEADERS'),
    timeoutMs: reader.integer('OTEL_EXPORTER_OTLP_TIMEOUT', { min: 100, max: 60_000, fallback: 10_000 }),
    intervalMs: reader.integer('OTEL_BSP_SCHEDULE_DELAY', { min: 100, max: 60_000, fallback: 5_000 }),
    serviceName: reader.text('OTEL_SERVICE_NAME') ?? attributes['service.name'] ?? 'joxai',
    attributes,
    sampler: reader.oneOf('OTEL_TRACES_SAMPLER', SAMPLERS, 'parentbased_always_on'),
    ratio: readRatio(reader),
  };
  const isOff = reader.boolean('OTEL_SDK_DISABLED', false);
  return isOff || (base === null && own === null) ? null : config;
}

/** `key=value` with commas between them; values may be percent-encoded. */
function readPairs(reader: SettingsReader, name: string): Record<string, string> {
  const pairs = (reader.list(name) ?? []).map((pair) => /^([^=\s]+)\s*=\s*(.*)$/.exec(pair));
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, key = '', value = ''] = pair as RegExpExecArray;
        return [key, decodeURIComponent(value)];
      }),
    );
  } catch {
    reader.fault(name, 'must be key=value pairs with commas between them');
    return {};
  }
}

function readRatio(reader: SettingsReader): number {
  const text = reader.text('OTEL_TRACES_SAMPLER_ARG');
  const ratio = Number(text ?? 1);
  if (ratio >= 0 && ratio <= 1) return ratio;
  reader.fault('OTEL_TRACES_SAMPLER_ARG', 'must be a number from 0 to 1');
  return 1;
}
