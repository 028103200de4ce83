import { orderOf } from '../ai/answerers.ts';
import { BankUnavailable } from '../bank/connector.ts';
import { BankClient } from '../bank/http-client.ts';
import type { Config } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import type { Check } from './doctor.ts';

const TIMEOUT_MS = 5_000;
/** Nobody's: the contract answers it with a 404 of its own, and only to who has the right token. */
const NO_CUSTOMER = 'joxai-doctor';

/** Whether the bank's API answers, takes our token and speaks as docs/bank-api.openapi.yaml says. */
export async function checkBank({ bank, isProduction }: Config): Promise<Check> {
  const name = 'bank';
  if (!bank) {
    return isProduction
      ? { status: 'warning', name, detail: 'BANK_API_URL is not set: nobody is told of accounts or cards' }
      : { status: 'ok', name, detail: 'the demo bank' };
  }
  try {
    const { status, body } = await new BankClient(bank, systemClock).send({
      method: 'GET',
      path: `/customers/${NO_CUSTOMER}/accounts`,
    });
    const code = (body as { code?: unknown } | null)?.code;
    if (status === 200 || (status === 404 && code === 'not_found')) {
      return { status: 'ok', name, detail: 'answers and takes BANK_API_TOKEN' };
    }
    if (status === 401 || status === 403) return { status: 'failed', name, detail: 'does not take BANK_API_TOKEN' };
    return { status: 'failed', name, detail: `answers ${status}, not as docs/bank-api.openapi.yaml says` };
  } catch (error) {
    if (!(error instanceof BankUnavailable)) throw error;
    return { status: 'failed', name, detail: `cannot be used (${error.code})` };
  }
}

/** Whether each vendor that the environment names answers, takes its key and knows the model. */
export async function checkAssistant({ ai }: Config): Promise<Check[]> {
  const order = orderOf(ai, []);
  const detail = [...order, 'the offline engine'].join(', then ');
  return [
    { status: 'ok', name: 'assistant', detail },
    ...(await Promise.all(order.map((one) => checkVendor(ai, one)))),
  ];
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
      return { status: 'failed', name, detail: `does not take ${variable}_API_KEY` };
    }
    if (!response.ok) return { status: 'warning', name, detail: `answers, but lists no models (${response.status})` };
    const listed = idsOf(await response.json());
    return listed.includes(model)
      ? { status: 'ok', name, detail: `answers, takes ${variable}_API_KEY and knows ${model}` }
      : { status: 'warning', name, detail: `does not list ${model}: see ${variable}_MODEL` };
  } catch (error) {
    // The offline engine answers in its place, so nothing stands still for it.
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'not reachable';
    return { status: 'warning', name, detail: `${reason}: see ${variable}_BASE_URL` };
  }
}

/** Shape: `{"data":[{"id"}]}`, the same at both. */
function idsOf(body: unknown): unknown[] {
  const data = (body as { data?: unknown } | null)?.data;
  return Array.isArray(data) ? data.map((one) => (one as { id?: unknown } | null)?.id) : [];
}
