import type postgres from 'postgres';
import type { Sql } from './client.ts';
import { PARTITIONED } from './partitions.ts';

/** Read by everybody, written by nobody but the functions of the database. */
export const READ_ONLY = ['audit_chain'];
const ADDED_TO = ['audit_log', 'audit_anchors', 'customer_erasures', 'setting_changes'];
/** Besides adding: the columns that say how far something has come. */
const PROGRESS = { audit_anchors: ['posted_at'] } as const;

/**
 * Lets a role do what the service does, and no more: it owns no table, so it can change none and put no trigger to sleep; it
 * adds to the audit log, and can neither change, remove nor empty it. May be repeated; `migrate` does so after a change of
 * the tables for every role that has these rights.
 *
 * Tx: the owner's, who may grant.
 */
export async function grantServiceRole(sql: Sql, role: string): Promise<void> {
  const name = sql(role);
  const [{ database } = { database: '' }] = await sql<{ database: string }[]>`SELECT current_database() AS database`;
  await sql`REVOKE CREATE ON SCHEMA public FROM PUBLIC`;
  await sql`GRANT CONNECT ON DATABASE ${sql(database)} TO ${name}`;
  await sql`GRANT USAGE ON SCHEMA public, drizzle TO ${name}`;
  await sql`GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${name}`;
  await sql`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${name}`;
  // Partitions are reached by way of their table, whose rights count then.
  for (const { table } of await listTables(sql)) {
    const rights = READ_ONLY.includes(table)
      ? sql`SELECT`
      : ADDED_TO.includes(table)
        ? sql`SELECT, INSERT`
        : sql`SELECT, INSERT, UPDATE, DELETE`;
    await sql`GRANT ${rights} ON ${sql(table)} TO ${name}`;
  }
  for (const [table, columns] of Object.entries(PROGRESS)) {
    await sql`GRANT UPDATE (${sql(columns as unknown as string[])}) ON ${sql(table)} TO ${name}`;
  }
  for (const table of PARTITIONED) await sql`GRANT SELECT ON ${sql(`${table}_default`)} TO ${name}`;
  await sql`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`;
}

const listTables = (sql: Sql): Promise<{ table: string }[]> => sql<{ table: string }[]>`
  SELECT c.relname AS table FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;

/** The roles that were given these rights: those who may add to the audit log without owning it. */
export async function listServiceRoles(sql: Sql): Promise<string[]> {
  const rows = await sql<{ role: string }[]>`
    SELECT DISTINCT r.rolname AS role FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.oid = 'audit_log'::regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner`;
  return rows.map(({ role }) => role);
}

/** Makes the role where there is none; its password is set in any case. Errors: rejects without the right to make roles. */
export async function makeServiceRole(sql: postgres.Sql, role: string, password: string): Promise<void> {
  const [known] = await sql<{ isMighty: boolean }[]>`
    SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication AS "isMighty" FROM pg_roles WHERE rolname = ${role}`;
  // Only a superuser may name some of them, also to say that it has none of them.
  const bounds = known?.isMighty === false ? '' : 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION';
  // These take no parameters; the server writes both so that they stay what they are.
  const [{ statement } = { statement: '' }] = await sql<{ statement: string }[]>`
    SELECT format(${`${known ? 'ALTER' : 'CREATE'} ROLE %I LOGIN ${bounds} PASSWORD %L`}::text,
      ${role}::text, ${password}::text) AS statement`;
  await sql.unsafe(statement);
  await sql.begin((tx) => grantServiceRole(tx, role));
}
