import { readNumbers } from './options.ts';
import { writeResults } from './report.ts';

const FAILED = 1;
const BROKEN_OFF = 2;

/** What a program has measured. */
export interface Findings {
  /** For people, as Markdown. */
  lines: string[];
  /** All of it, for bench/results. */
  raw: object;
  /** What does not hold, a line each. */
  faults: string[];
  /** Puts the figures into docs/. */
  writeDocs(): void;
}

interface Program<Name extends string> {
  usage: string;
  /** The options, which are numbers, and what they are where nobody says. `--help` and `--write-docs` come besides. */
  usual: Readonly<Record<Name, number>>;
  measure(options: Readonly<Record<Name, number>>): Promise<Findings>;
}

/** Measures, says what was found, and ends the process: with 0, with 1 where something does not hold, or with 2. */
export async function runProgram<Name extends string>(program: Program<Name>): Promise<never> {
  try {
    process.exit(await complete(program));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exit(BROKEN_OFF);
  }
}

async function complete<Name extends string>({ usage, usual, measure }: Program<Name>): Promise<number> {
  const options = readNumbers(process.argv.slice(2), usual);
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const { lines, raw, faults, writeDocs } = await measure(options.numbers);
  say(`\n${lines.join('\n')}\n\nraw figures in ${writeResults(raw)}`);
  for (const fault of faults) say(`FAILED: ${fault}`);
  if (options.writesDocs) writeDocs();
  return faults.length === 0 ? 0 : FAILED;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
