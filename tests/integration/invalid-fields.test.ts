import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { call } from '../support/client.ts';
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
});
