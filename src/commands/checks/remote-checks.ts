import { createAnswerer, orderOf } from '../../ai/answerers.ts';
import { BankUnavailable } from '../../bank/connector.ts';
import { BankClient } from '../../bank/http-client.ts';
import type { Config } from '../../config.ts';
import { systemClock } from '../../lib/clock.ts';
import { type Check, fail, ok, warn } from './check.ts';

const TIMEOUT_MS = 5_000;
/** A model that answers may take longer than a list of them. */
const CALL_TIMEOUT_MS = 20_000;
/** Nobody's: the contract answers it with a 404 of its own, and only to who has the right token. */
const NO_CUSTOMER = 'joxai-doctor';

/** Whether the bank's API answers, takes our token and speaks as docs/bank-api.openapi.yaml says. */
export async function checkBank({ bank, isProduction }: Config): Promise<Check[]> {
  const name = 'bank';
  if (!bank) {
    return isProduction
      ? [warn(name, 'BANK_API_URL is not set: nobody is told of accounts or cards', 'docs/bank-connector.md')]
      : [ok(name, 'the demo bank')];
  }
  try {
    const { status, body } = await new BankClient(bank, systemClock).send({
      method: 'GET',
      path: `/customers/${NO_CUSTOMER}/accounts`,
    });
    const code = (body as { code?: unknown } | null)?.code;
    if (status === 200 || (status === 404 && code === 'not_found')) {
      return [ok(name, 'answers and takes BANK_API_TOKEN')];
    }
    if (status === 401 || status === 403) return [fail(name, 'does not take BANK_API_TOKEN')];
    return [fail(name, `answers ${status}, not as docs/bank-api.openapi.yaml says`, 'see BANK_API_URL')];
  } catch (error) {
    if (!(error instanceof BankUnavailable)) throw error;
    return [fail(name, `cannot be used (${error.code})`, 'see BANK_API_URL, and the way there')];
  }
}

/**
 * Whether each vendor that the environment names answers, takes its key and knows the model; where `callModels`, also
 * whether that model answers.
 */
export async function checkAssistant({ ai }: Config, { callModels }: { callModels: boolean }): Promise<Check[]> {
  const order = orderOf(ai, []);
  const vendors = await Promise.all(
    order.map(async (vendor) => {
      const listed = await checkVendor(ai, vendor);
      return callModels && listed.status !== 'fail' ? [listed, await callModel(ai, vendor)] : [listed];
    }),
  );
  return [ok('assistant', [...order, 'the offline engine'].join(', then ')), ...vendors.flat()];
}

type Vendor = ReturnType<typeof orderOf>[number];

/** Where a vendor lists its models, which costs nothing. Source: each vendor's API reference, "list models". */
const MODEL_LISTS: Record<Vendor, (base: string | null, key: string | null) => [string, Record<string, string>]> = {
  openai: (base, key) => [
    `${(base ?? 'https://api.openai.com/v1').replace(/\/+$/, '')}/models`,
    { authorization: `Bearer ${key ?? 'none'}` },
  ],
  anthropic: (base, key) => [
    `${(base ?? 'https://api.anthropic.com').replace(/\/+$/, '')}/v1/models?limit=1000`,
    { 'x-api-key': key ?? 'none', 'anthropic-version': '2023-06-01' },
  ],
};

async function checkVendor(ai: Config['ai'], name: Vendor): Promise<Check> {
  const { apiKey, baseUrl, model } = ai[name];
  const [url, headers] = MODEL_LISTS[name](baseUrl, apiKey);
  const variable = name.toUpperCase();
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 401 || response.status === 403) {
      return fail(name, `does not take ${variable}_API_KEY`);
    }
    if (!response.ok) return warn(name, `answers, but lists no models (${response.status})`);
    const listed = idsOf(await response.json());
    return listed.includes(model)
      ? ok(name, `answers, takes ${variable}_API_KEY and knows ${model}`)
      : warn(name, `does not list ${model}`, `see ${variable}_MODEL`);
  } catch (error) {
    // The offline engine answers in its place, so nothing stands still for it.
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'not reachable';
    return warn(name, reason, `see ${variable}_BASE_URL, and the way there`);
  }
}

/** One word of the model: what listing cannot tell is whether the account may still spend. */
async function callModel(ai: Config['ai'], name: Vendor): Promise<Check> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const probe = await createAnswerer(ai, name)
    .probe(signal)
    .catch(() => null);
  if (!probe) return fail(name, 'the model gave no answer in time');
  return probe.isReached
    ? ok(name, `${probe.model} answered after ${probe.latencyMs} ms`)
    : fail(name, `the model does not answer (${probe.reason})`, 'the account’s credit and limits');
}

/** Shape: `{"data":[{"id"}]}`, the same at both. */
function idsOf(body: unknown): unknown[] {
  const data = (body as { data?: unknown } | null)?.data;
  return Array.isArray(data) ? data.map((one) => (one as { id?: unknown } | null)?.id) : [];
}
