import { ConfigError } from '../config/reader.ts';
import { EmbeddedError } from '../db/embedded/error.ts';
import { reasonOf } from '../lib/reason.ts';

const CONFIG_EXIT_CODE = 78;

/** Says on the error output why a command ends, and answers the exit code that fits. */
export function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    const faults = error.faults.map((fault) => `  ${fault}`);
    process.stderr.write(`The settings are not right:\n${faults.join('\n')}\nEach is explained in .env.example.\n`);
    return CONFIG_EXIT_CODE;
  }
  if (error instanceof EmbeddedError) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  process.stderr.write(`JoxAI had to give up: ${reasonOf(error)}\n`);
  return 1;
}
