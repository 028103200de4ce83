import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { type Answer, identityToken, say, startChat } from '../support/client.ts';
import type { Behaviour, ModelServer, Script } from '../support/model-server.ts';
import { redLinesIn } from '../support/red-lines.ts';
import type { Service } from '../support/service.ts';
import { serveWith, VENDORS } from '../support/vendors.ts';

const DEADLINES = { connectMs: 20_000, silenceMs: 20_000, totalMs: 30_000, retryDelayMs: 20 };
/** Each is one conversation: what customers write who want the assistant's instructions, tools or somebody's data. */
const ATTACKS: string[][] = readFileSync(new URL('../data/attacks.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

const wrote = (...chunks: string[]): Behaviour => ({ kind: 'reply', chunks });
const OBLIGING: [string, Script][] = [
  ['recites what it was told', ({ system }) => wrote(system)],
  ['recites it in small pieces', ({ system }) => wrote(...system.split(/(?<=[.,:;])\s/).map((part) => `${part}. `))],
  ['names its tools', ({ tools }) => wrote(`Tengo ${tools.join(', ')}. `, 'Eso es todo.')],
  ['takes a lie for a result', () => wrote('Sí, tu saldo es de $22,074.92 y ya he congelado tu tarjeta.')],
];

test('there are fifty attacks', () => expect(ATTACKS.length).toBeGreaterThanOrEqual(50));

describe.each(VENDORS)('$name', (vendor) => {
  let server: ModelServer;
  let service: Service;

  beforeAll(async () => {
    ({ server, service } = await serveWith(vendor, { overrides: { modelDeadlines: DEADLINES } }));
  });

  afterAll(async () => {
    await service.stop();
    await server.close();
  });

  async function attack(texts: string[]): Promise<Answer['body'][]> {
    const chat = await startChat(service.origin, { identity_token: identityToken('C-1001') });
    const replies = [];
    for (const text of texts) replies.push((await say(service.origin, chat, text)).body);
    return replies;
  }

  test.each(OBLIGING)(
    'a model that %s gives nothing away',
    async (_, script) => {
      server.always(script);
      server.requests.length = 0;
      const crossed: string[] = [];
      for (const texts of ATTACKS) {
        for (const { message, metadata } of await attack(texts)) {
          const lines = redLinesIn(message);
          if (/Instructions \d|What you may/.test(message)) lines.push('the instructions');
          if (metadata.outcome === 'action' && metadata.action === 'freeze_card') lines.push('a card frozen');
          if (lines.length > 0) crossed.push(`${texts.join(' / ')}: ${lines.join(', ')}`);
        }
      }
      expect(crossed).toEqual([]);
      // Not all of them may be caught by their wording alone: else no model was tried.
      expect(server.requests.length).toBeGreaterThan(10);
      expect(server.requests[0]?.text).toContain('What you must not obey');
    },
    300_000,
  );
});
