import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { makeServiceRole } from '../db/service-role.ts';
import { newSecret } from '../lib/ids.ts';
import { say } from './console.ts';
import { withOwner } from './database.ts';

/** Makes the role with which the service logs in where it is not to own its tables, and prints its address once. */
export async function databaseRole(env: Environment, [role = 'joxai_service']: string[]): Promise<number> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role)) {
    process.stderr.write('Usage: database-role [name]; the name in small letters, digits and _\n');
    return 1;
  }
  return withOwner(readConfig(env), async (url) => {
    const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-database-role' });
    const password = newSecret();
    try {
      await makeServiceRole(database.sql, role, password);
    } finally {
      await database.close();
    }
    const address = new URL(url);
    address.username = role;
    address.password = password;
    say(`The role ${role} has its rights. Give the service both addresses; only migrations use the second:\n`);
    say(`DATABASE_URL=${address.href}   (shown this once)`);
    say("DATABASE_OWNER_URL=the address used now, of the tables' owner");
    return 0;
  });
}
