import type { Probe } from '../../ai/answer.ts';
import { orderOf } from '../../ai/answerers.ts';
import type { AiProvider } from '../../config.ts';
import type { Context } from '../../context.ts';
import { notFound } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { readProviders } from '../system/service.ts';
import type { ProviderState, SpentToday } from './model.ts';

/** Units: milliseconds. The person looks at the button meanwhile. */
const PROBE_MS = 20_000;

/** Who can answer customers, those who are asked first and in their order. */
export async function listProviders(ctx: Context): Promise<ProviderState[]> {
  const { ai } = ctx.config;
  const order: AiProvider[] = [...orderOf(ai, ctx.settings.get('ai.providers')), 'mock'];
  const health = await readProviders(ctx);
  const known: AiProvider[] = ['openai', 'anthropic', 'mock'];
  return known
    .map((name): ProviderState => {
      const place = order.indexOf(name);
      const vendor = name === 'mock' ? null : ai[name];
      return {
        name,
        place: place < 0 ? null : place + 1,
        isConfigured: vendor === null || vendor.apiKey !== null || vendor.baseUrl !== null,
        hasOwnAddress: (vendor?.baseUrl ?? null) !== null,
        model: name === 'mock' ? null : ctx.settings.get(`ai.${name}_model`) || (vendor?.model ?? null),
        health: health.find((one) => one.name === name) ?? null,
      };
    })
    .toSorted((one, other) => (one.place ?? 9) - (other.place ?? 9));
}

/**
 * One call of the vendor that costs next to nothing. It leaves a trace. Null: no answer in the time that a person waits.
 * Errors: not_found, for one that has neither a key nor an address.
 */
export async function probeProvider(ctx: Context, caller: Caller, name: string): Promise<Probe | null> {
  const signal = AbortSignal.timeout(PROBE_MS);
  const probe = await ctx.ai.probe(name, signal).catch((error: unknown) => {
    if (signal.aborted) return 'late' as const;
    throw error;
  });
  if (probe === null) throw notFound('Provider');
  const result = probe === 'late' ? 'timeout' : probe.isReached ? 'reached' : probe.reason;
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'setting.probe',
    resourceType: 'setting',
    resourceId: name,
    status: result === 'reached' ? 'success' : 'failure',
    details: { result },
  });
  return probe === 'late' ? null : probe;
}

/** What was spent since midnight, against the day's budgets. */
export async function readSpending(ctx: Context): Promise<SpentToday> {
  const { micros, tokens } = await ctx.spending.today();
  return {
    micros,
    tokens,
    budgetMicros: ctx.settings.get('ai.budget_per_day_usd') * 1_000_000,
    budgetTokens: ctx.settings.get('ai.budget_per_day_tokens'),
  };
}
