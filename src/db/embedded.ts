import { serverBinaries } from './embedded/binaries.ts';
import { createCluster, ensureDatabase, openHome } from './embedded/cluster.ts';
import { stopLeftOver } from './embedded/left-over.ts';
import { claimFolder } from './embedded/lock.ts';
import { launchServer } from './embedded/process.ts';

export interface EmbeddedOptions {
  /** The folder that holds the database, its password and its log. Made when missing. */
  dataDir: string;
  /** PostgreSQL settings on top of the usual ones, such as `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** Told what is going on before anything that takes over a second. */
  progress?: (line: string) => void;
}

export interface EmbeddedServer {
  /** With the password in it: not for logs. */
  url: string;
  port: number;
  /** Ends all sessions, writes everything out and waits until the server is gone. May be called again. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of our own on a loopback port, ready to be used; its folder is filled on first use.
 * A server that a killed start left behind is stopped first.
 * Errors: EmbeddedError, with a message for the person at the console.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const release = claimFolder(options.dataDir);
  try {
    return await startServer(options, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function startServer(options: EmbeddedOptions, release: () => void): Promise<EmbeddedServer> {
  const { dataDir, settings = {}, progress = () => {} } = options;
  const home = openHome(dataDir, progress);
  const binaries = await serverBinaries(home.owner, progress);
  await stopLeftOver(home.clusterDir);
  await createCluster(home, binaries, settings, progress);
  const server = await launchServer(home, binaries, settings);
  const stop = () => server.stop().finally(release);
  try {
    return { url: await ensureDatabase(home, server.port), port: server.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
