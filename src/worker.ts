// What a bundle's workers run: the command `worker` alone, in one file.
import { explain } from './commands/explain.ts';
import { worker } from './commands/worker.ts';

void worker(process.env).catch((error) => process.exit(explain(error)));
