import { startAnthropicServer } from './anthropic-server.ts';
import type { ModelServer } from './model-server.ts';
import { startOpenAiServer } from './openai-server.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';

/** Whose models answer, each with a server here that speaks as the vendor's does. */
export const VENDORS = [
  { name: 'openai', start: startOpenAiServer, base: (origin: string) => ({ OPENAI_BASE_URL: `${origin}/v1` }) },
  { name: 'anthropic', start: startAnthropicServer, base: (origin: string) => ({ ANTHROPIC_BASE_URL: origin }) },
] as const;

// Loaded beforehand: on a busy machine that alone may take longer than short deadlines.
await Promise.all([import('openai'), import('@anthropic-ai/sdk')]);

type Vendor = (typeof VENDORS)[number];

/** The settings by which a service asks the vendor's server. */
export const environmentOf = (vendor: Vendor, { origin }: ModelServer): Record<string, string> => ({
  AI_PROVIDER: vendor.name,
  [`${vendor.name.toUpperCase()}_API_KEY`]: 'sk-local-test-key',
  ...vendor.base(origin),
});

/** A service whose answers come from the vendor's server. */
export async function serveWith(
  vendor: Vendor,
  options: Omit<ServiceOptions, 'env'>,
): Promise<{ server: ModelServer; service: Service }> {
  const server = await vendor.start();
  return { server, service: await startService({ ...options, env: environmentOf(vendor, server) }) };
}
