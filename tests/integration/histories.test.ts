import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service.stop());

const HISTORIES = [
  {
    table: 'conversation_changes',
    /** Answers the parent and its history's first entry. */
    async make() {
      const { sql } = service.ctx.db;
      const { id } = await startChat(service.origin);
      await sql`INSERT INTO conversation_changes (conversation_id, actor_name, field, to_value) VALUES (${id}, 'x', 'status', 'human')`;
      return { parent: sql`DELETE FROM conversations WHERE id = ${id}`, key: sql`conversation_id = ${id}` };
    },
  },
  {
    table: 'ticket_changes',
    async make() {
      const { sql } = service.ctx.db;
      const [ticket] =
        await sql`INSERT INTO tickets (reference, subject) VALUES (${crypto.randomUUID()}, 'x') RETURNING id`;
      const id = ticket?.id as number;
      await sql`INSERT INTO ticket_changes (ticket_id, actor_name, field, to_value) VALUES (${id}, 'x', 'status', 'OPEN')`;
      return { parent: sql`DELETE FROM tickets WHERE id = ${id}`, key: sql`ticket_id = ${id}` };
    },
  },
] as const;

describe.each(HISTORIES)('the history in $table', ({ table, make }) => {
  test('refuses to be rewritten, and goes with what it is the history of', async () => {
    const { sql } = service.ctx.db;
    const { parent, key } = await make();
    const entries = () => sql`SELECT actor_name FROM ${sql(table)} WHERE ${key}`;
    await expect(sql`UPDATE ${sql(table)} SET actor_name = 'y' WHERE ${key}`.execute()).rejects.toThrow(/rewritten/);
    await expect(sql`DELETE FROM ${sql(table)} WHERE ${key}`.execute()).rejects.toThrow(/rewritten/);
    expect(await entries()).toEqual([{ actor_name: 'x' }] as never);
    await parent;
    expect(await entries()).toHaveLength(0);
  });
});
