import postgres from 'postgres';

export interface TableLock {
  /** The transaction that holds it: what it does is seen by those who wait. */
  tx: postgres.TransactionSql;
  /** Whether somebody waits for it. */
  isAwaited(): Promise<boolean>;
  release(): Promise<void>;
}

/** Keeps everybody from a table until it is released. */
export async function holdTable(databaseUrl: string, table: string): Promise<TableLock> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const held = Promise.withResolvers<postgres.TransactionSql>();
  const over = Promise.withResolvers<void>();
  const holding = sql.begin(async (tx) => {
    await tx`LOCK TABLE ${tx(table)} IN ACCESS EXCLUSIVE MODE`;
    held.resolve(tx);
    await over.promise;
  });
  holding.catch(held.reject);
  return {
    tx: await held.promise,
    async isAwaited() {
      const rows = await sql`SELECT 1 FROM pg_locks WHERE relation = ${table}::regclass AND NOT granted`;
      return rows.length > 0;
    },
    async release() {
      over.resolve();
      await holding;
      await sql.end();
    },
  };
}
