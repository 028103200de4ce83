import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';

export interface AddressOnFile {
  id: number;
  email: string;
  language: Language;
}

/** The customer that an account reference names: the bank's id of the customer or the e-mail on file. */
export async function findAddressOnFile(sql: Sql, reference: string): Promise<AddressOnFile | null> {
  const [row] = await sql<AddressOnFile[]>`
    SELECT id, email, language FROM customers
    WHERE (external_id = ${reference} OR lower(email) = lower(${reference})) AND email IS NOT NULL AND is_active`;
  return row ?? null;
}

/** The active customer that a reference names, with or without an address. */
export async function findCustomerId(sql: Sql, reference: string): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    SELECT id FROM customers
    WHERE (external_id = ${reference} OR lower(email) = lower(${reference})) AND is_active`;
  return row?.id ?? null;
}

export async function saveVerification(
  sql: Sql,
  {
    conversationId,
    customerId,
    codeHash,
    tries,
    minutes,
  }: {
    conversationId: string;
    customerId: number | null;
    codeHash: string;
    tries: number;
    minutes: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO verifications (conversation_id, customer_id, code_hash, tries_left, expires_at)
    VALUES (${conversationId}, ${customerId}, ${codeHash}, ${tries}, now() + make_interval(mins => ${minutes}))
    ON CONFLICT (conversation_id) DO UPDATE SET customer_id = excluded.customer_id, code_hash = excluded.code_hash,
      tries_left = excluded.tries_left, expires_at = excluded.expires_at`;
}

/** Uses one try up. Null: no code is waiting, it is too old, or its tries are used up. */
export async function takeTry(
  sql: Sql,
  conversationId: string,
): Promise<{ customerId: number | null; codeHash: string } | null> {
  const [row] = await sql<{ customerId: number | null; codeHash: string }[]>`
    UPDATE verifications SET tries_left = tries_left - 1
    WHERE conversation_id = ${conversationId} AND tries_left > 0 AND expires_at > now()
    RETURNING customer_id AS "customerId", code_hash AS "codeHash"`;
  return row ?? null;
}

/**
 * The conversation is that customer's from now on, and the code is spent. False: it is another customer's, and so is what
 * was said in it.
 */
export async function proveIdentity(
  sql: Sql,
  conversationId: string,
  { customerId, level, minutes }: { customerId: number; level: number; minutes: number },
): Promise<boolean> {
  const rows = await sql`
    WITH spent AS (DELETE FROM verifications WHERE conversation_id = ${conversationId})
    UPDATE conversations SET customer_id = ${customerId}, identity_level = ${level},
      identity_expires_at = now() + make_interval(mins => ${minutes})
    WHERE id = ${conversationId} AND (customer_id IS NULL OR customer_id = ${customerId})
    RETURNING id`;
  return rows.length > 0;
}

/**
 * The same on the word of the person in charge. False: they are not in charge, or the conversation was proven to be
 * another customer's.
 */
export async function vouchForIdentity(
  sql: Sql,
  conversationId: string,
  { customerId, agentId, level, minutes }: { customerId: number; agentId: number; level: number; minutes: number },
): Promise<boolean> {
  const rows = await sql`
    UPDATE conversations SET customer_id = ${customerId}, identity_level = ${level},
      identity_expires_at = now() + make_interval(mins => ${minutes})
    WHERE id = ${conversationId} AND status = 'human' AND assignee_id = ${agentId}
      AND (customer_id IS NULL OR customer_id = ${customerId})
    RETURNING id`;
  return rows.length > 0;
}
