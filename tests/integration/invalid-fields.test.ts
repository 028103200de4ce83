import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let admin: Staff;

beforeAll(async () => {
  service = await startService();
  admin = await newStaff(service, 'ADMIN');
});
afterAll(() => service.stop());

const errorsOf = async (method: string, path: string, body?: unknown) => {
  const answer = await admin.call(method, path, body);
  return [answer.status, answer.body.errors];
};

describe('what is invalid is named by the field that it came in', () => {
  test.each([
    ['skip=-1', ['skip']],
    ['limit=0', ['limit']],
    ['limit=many', ['limit']],
    ['limit=501&skip=3', ['limit']],
    ['limit=1.5', ['limit']],
    ['skip=-1&limit=0', ['skip', 'limit']],
    // Both are the same number, and one of them is fine.
    ['skip=0&limit=0', ['limit']],
  ])('numbers of a query: %s', async (query, fields) => {
    for (const list of ['tickets', 'conversations', 'customers']) {
      const { status, body } = await admin.call('GET', `/${list}?${query}`);
      expect([list, status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([list, 422, fields]);
    }
    expect((await errorsOf('GET', '/tickets?limit=0'))[1]).toEqual([
      { field: 'limit', message: 'must be a number from 1 to 500' },
    ]);
  });

  test('numbers and days of other queries', async () => {
    expect((await errorsOf('GET', '/analytics/conversations?days=0'))[1]).toMatchObject([{ field: 'days' }]);
    expect((await errorsOf('GET', '/analytics/conversations?from=yesterday'))[1]).toMatchObject([{ field: 'from' }]);
    expect((await errorsOf('GET', '/audit?from=yesterday'))[1]).toMatchObject([{ field: 'from' }]);
    expect((await errorsOf('GET', '/tickets?status=banana'))[1]).toMatchObject([{ field: 'status' }]);
    expect((await errorsOf('GET', '/knowledge?is_active=maybe'))[1]).toMatchObject([{ field: 'is_active' }]);
  });

  test('numbers of a path', async () => {
    expect((await errorsOf('GET', '/users/0'))[1]).toMatchObject([{ field: 'id' }]);
    expect((await errorsOf('GET', '/users/x'))[1]).toMatchObject([{ field: 'id' }]);
  });

  test('numbers of a body, also where they are sent as texts, and within what it holds', async () => {
    const policy = { name: 'Propia', warn_percent: 0 };
    expect((await errorsOf('POST', '/sla/policies', policy))[1]).toMatchObject([{ field: 'warn_percent' }]);
    expect((await errorsOf('POST', '/sla/policies', { ...policy, warn_percent: '0' }))[1]).toMatchObject([
      { field: 'warn_percent' },
    ]);
    for (const wrong of [0, '0', 'x']) {
      const [status, errors] = await errorsOf('POST', '/notifications/me/read', { ids: [4, wrong] });
      expect([wrong, status, errors]).toEqual([wrong, 422, [expect.objectContaining({ field: 'ids.1' })]]);
    }
    const { status, body } = await call(service.origin, 'POST', '/api/v1/chat/feedback', {
      body: { conversation_id: crypto.randomUUID(), rating: '9' },
    });
    expect([status, body.errors]).toEqual([422, [{ field: 'rating', message: 'must be a number from 1 to 5' }]]);
  });

  test('a NUL, which no text of the database can hold', async () => {
    const chat = await startChat(service.origin);
    const said = await say(service.origin, chat, 'Hola\0');
    expect([said.status, said.body.errors?.[0].field]).toEqual([422, 'message']);
    const started = await call(service.origin, 'POST', '/api/v1/chat/start', { body: { metadata: { name: 'A\0' } } });
    expect([started.status, started.body.errors?.[0].field]).toEqual([422, 'metadata.name']);
    for (const [method, path, body, field] of [
      ['POST', '/tickets', { subject: 'a\0b' }, 'subject'],
      ['POST', `/conversations/${chat.id}/notes`, { note: 'a\0b' }, 'note'],
      ['PATCH', `/conversations/${chat.id}`, { tags: ['a', 'b\0'] }, 'tags.1'],
      ['GET', '/conversations?q=a%00b', undefined, 'q'],
    ] as const) {
      const [status, errors] = await errorsOf(method, path, body);
      expect([path, status, errors]).toEqual([path, 422, [expect.objectContaining({ field })]]);
    }
    const socket = new ChatSocket(service.origin, chat);
    await socket.ready();
    const clientId = socket.say('Hola\0');
    expect(await socket.frame(({ type }) => type === 'error')).toMatchObject({
      code: 'invalid_field',
      client_id: clientId,
    });
    socket.close();
    expect(await historyOf(service.origin, chat)).toHaveLength(1);
  });
});
