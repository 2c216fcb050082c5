import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Capabilities } from '../capabilities.ts';
import { type Environment, say } from '../environment.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { alone } from '../lock.ts';
import type { Format } from '../output.ts';
import type { Session } from '../session.ts';
import { hashOf, Journal, type Result } from './journal.ts';
import { confirmed, count, finish, printResults, refusedIn, sayRehearsal } from './report.ts';
import { type Batch, batchSize, runBatches } from './run.ts';

export const FILE_OPTIONS = [
  ['--dry-run', 'only the rehearsal: nothing is done'],
  ['--yes', 'do it without a question'],
  ['--batch <rows>', 'rows in a request, up to 1000; a twentieth of all without it (only Carrel takes many)'],
  ['--results <file>', 'where the result of each row is written; beside the file without it'],
] as const;

export interface FileOptions {
  from?: string;
  dryRun?: boolean;
  yes?: boolean;
  batch?: string;
  results?: string;
  output: Format;
}

/** What `assign --from` and `revoke --from` differ in. */
export interface FileWork<T> {
  command: 'assign' | 'revoke';
  /** `assigned` or `revoked`. */
  verb: string;
  /** All options that change what is done, for the journal. */
  settings: Record<string, unknown>;
  tasks: () => Promise<T[]>;
  rehearse: (tasks: T[]) => Promise<Result[]>;
  /** Tells the tasks what the rehearsal saw. */
  note: (tasks: T[], rehearsed: Result[]) => T[];
  batches: (tasks: T[], size: number) => T[][];
  perform: (journal: Journal<T>) => (batch: Batch<T>) => Promise<Result[]>;
}

export interface FileCall {
  environment: Environment;
  session: Session;
  capabilities: Capabilities;
  options: FileOptions & { from: string };
}

/** `hires.csv` to `hires.assign-results.csv` beside it. */
function beside(file: string, ending: string): string {
  return join(dirname(file), `${basename(file, extname(file))}.${ending}`);
}

async function startJournal<T>(call: FileCall, work: FileWork<T>, begin: (batches: T[][]) => Journal<T>) {
  const { environment, options, capabilities } = call;
  const tasks = await work.tasks();
  const rehearsed = await work.rehearse(tasks);
  sayRehearsal(environment, work.verb, rehearsed);
  if (options.dryRun) {
    printResults(environment, options.output, rehearsed);
    return refusedIn(rehearsed).length > 0 ? EXIT.partly : EXIT.done;
  }
  const able = rehearsed.length - refusedIn(rehearsed).length;
  if (able === 0) return EXIT.partly;
  await confirmed(environment, `Have ${count(able, 'license')} ${work.verb}?`, options.yes);
  const size = capabilities.batches ? batchSize(tasks.length, options.batch) : 1;
  return begin(work.batches(work.note(tasks, rehearsed), size));
}

/** Rehearses a file, asks, does it, and writes what became of each row; goes on where an earlier run was broken off. */
export function runFile<T>(call: FileCall, work: FileWork<T>): Promise<ExitCode> {
  const { from, dryRun } = call.options;
  const path = beside(from, `${work.command}.journal`);
  const go = () => runJournal(call, work, path);
  return dryRun ? go() : alone(path, `Another run with ${from}`, go);
}

async function runJournal<T>(call: FileCall, work: FileWork<T>, path: string): Promise<ExitCode> {
  const { environment, session, options, capabilities } = call;
  const { data: me } = await session.client.GET('/api/licensing/v1/me');
  const identity = {
    command: work.command,
    server: session.server,
    managerId: me?.id ?? 0,
    file: hashOf(readFileSync(options.from, 'utf8')),
    options: work.settings,
  };
  const open = options.dryRun ? null : Journal.open<T>(path, identity);
  const journal = open ?? (await startJournal(call, work, (batches) => Journal.begin(path, identity, batches)));
  if (typeof journal === 'number') return journal;
  if (open) say(environment, `Going on with a run that was broken off: ${path}`);
  const published = !capabilities.batches;
  await runBatches({ environment, session, journal, published, perform: work.perform(journal) });
  const file = options.results ?? beside(options.from, `${work.command}-results.csv`);
  return finish(environment, journal, { verb: work.verb, file, format: options.output });
}
