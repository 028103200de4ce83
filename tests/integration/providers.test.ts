import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { ChatSocket, historyOf, identityToken, say, startChat } from '../support/client.ts';
import type { Behaviour, ModelServer } from '../support/model-server.ts';
import { type Service, startService } from '../support/service.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { environmentOf, serveWith, VENDORS } from '../support/vendors.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const PIECES = [
  'Abrimos de lunes a viernes ',
  'de 8:30 a 16:00 h en cada sucursal. ',
  'Los sábados abren algunas. El domingo cerramos. ',
  '[branches-and-hours]',
];
/** Shorter than the product's own, so that a silent vendor costs the tests little; a busy machine still keeps them. */
const DEADLINES = { connectMs: 2_500, silenceMs: 2_500, totalMs: 6_000, retryDelayMs: 20 };

/** What all else takes on a busy machine. */
const ROOM_MS = 4_000;

const FAULTS: [string, Behaviour][] = [
  ['a 500', { kind: 'status', status: 500 }],
  ['a 401', { kind: 'status', status: 401 }],
  ['a 429 with a long Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }],
  ['silence', { kind: 'silent' }],
  ['a stream that stalls', { kind: 'stall', chunks: PIECES.slice(0, 2) }],
  ['a stream that is cut', { kind: 'reset', chunks: PIECES.slice(0, 2) }],
  ['a stream that ends too early', { kind: 'truncated', chunks: PIECES.slice(0, 2) }],
  ['an error in the stream', { kind: 'error_event', chunks: PIECES.slice(0, 1) }],
  ['what is no stream', { kind: 'raw', body: 'data: {"choices": [{"del\n\ndata: oops\n\n' }],
  ['half a character', { kind: 'raw', body: 'data: {"choices":[{"delta":{"content":"8:30 \udcc3' }],
  ['ten megabytes', { kind: 'huge_line', bytes: 10 * 1024 * 1024 }],
  ['a stream without an end', { kind: 'endless' }],
  ['a tool that is not there', { kind: 'reply', tools: [{ name: 'make_transfer', json: '{"amount":5}' }] }],
  ['arguments that are no JSON', { kind: 'reply', tools: [{ name: 'list_cards', json: '{"limit":' }] }],
  ['a figure that stands in no source', { kind: 'reply', chunks: ['Abrimos a las 3:17 y cobramos $987.65.'] }],
];

for (const vendor of VENDORS) {
  describe(vendor.name, () => {
    let server: ModelServer;
    let service: Service;

    beforeAll(async () => {
      ({ server, service } = await serveWith(vendor, { overrides: { modelDeadlines: DEADLINES } }));
    });

    afterAll(async () => {
      await service.stop();
      await server.close();
    });

    test('an answer streams through to the socket and is committed with its source', async () => {
      server.next({ kind: 'reply', chunks: PIECES, delayMs: 30 });
      const chat = await startChat(service.origin);
      const socket = new ChatSocket(service.origin, chat);
      await socket.ready();
      socket.say(QUESTION);
      const reply = await socket.reply();
      const deltas = socket.frames.filter(({ type }) => type === 'delta');
      expect(deltas.length).toBeGreaterThan(1);
      expect(new Set(deltas.map(({ reply_id }) => reply_id))).toEqual(new Set([reply.reply_id]));
      expect(
        deltas
          .map(({ text }) => text)
          .join('')
          .trim(),
      ).toBe(reply.content);
      expect(reply.content).toBe(PIECES.slice(0, 3).join('').trim());
      expect(reply.metadata).toMatchObject({ outcome: 'answer', provider: vendor.name });
      expect(reply.metadata.citations.map(({ slug }: { slug: string }) => slug)).toEqual(['branches-and-hours']);
      socket.close();
    });

    for (const [fault, behaviour] of FAULTS) {
      test(`after ${fault} the offline engine answers, once`, async () => {
        // An answer that succeeds closes the circuit that the faults before this one were about to open.
        server.always({ kind: 'reply', chunks: PIECES });
        await say(service.origin, await startChat(service.origin), QUESTION);
        server.always(behaviour);
        const asked = server.requests.length;
        const chat = await startChat(service.origin, { identity_token: identityToken('C-1001') });
        const stopwatch = startStopwatch();
        const { status, body } = await say(service.origin, chat, QUESTION);
        expect(stopwatch()).toBeLessThan(DEADLINES.totalMs + ROOM_MS);
        expect(status).toBe(200);
        expect(server.requests.length).toBeGreaterThan(asked);
        expect(body.metadata).toMatchObject({ outcome: 'answer', provider: 'mock' });
        expect(body.message).not.toContain('987.65');
        expect((await historyOf(service.origin, chat)).map(({ role }) => role)).toEqual([
          'assistant',
          'user',
          'assistant',
        ]);
      });
    }

    test('after five failures the vendor is left alone, and the customers are answered', async () => {
      const own = await startService({
        env: environmentOf(vendor, server),
        overrides: { modelDeadlines: DEADLINES },
        database: service.database,
      });
      server.always({ kind: 'truncated', chunks: PIECES.slice(0, 2) });
      const chat = await startChat(own.origin);
      for (let round = 0; round < 5; round += 1) await say(own.origin, chat, QUESTION);
      const asked = server.requests.length;
      const { body } = await say(own.origin, chat, QUESTION);
      expect(body.metadata).toMatchObject({ outcome: 'answer', provider: 'mock' });
      expect(server.requests).toHaveLength(asked);
      await own.stop();
    });

    test('the vendor never learns who the customer is', async () => {
      server.always({ kind: 'reply', chunks: PIECES });
      const chat = await startChat(service.origin, {
        identity_token: identityToken('C-1001'),
        metadata: { language: 'es', name: 'Mariana Torres', email: 'mariana.torres@example.com' },
      });
      await say(service.origin, chat, `${QUESTION} Mi tarjeta es 4012 8888 8888 1881`);
      const sent = server.requests.at(-1)?.text ?? '';
      expect(sent).toContain('sucursales');
      for (const secret of ['C-1001', 'Mariana', 'mariana.torres', '4012 8888 8888 1881'])
        expect(sent).not.toContain(secret);
    });
  });
}
