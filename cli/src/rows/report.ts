import { confirm, isCancel } from '@clack/prompts';
import { type Environment, say } from '../environment.ts';
import { EXIT, type ExitCode, Interrupted, UsageError } from '../errors.ts';
import { writeWhole } from '../files.ts';
import { type Column, csvOf, type Format, print, tableOf } from '../output.ts';
import type { Journal, Result } from './journal.ts';

const COLUMNS: Column<Result>[] = [
  ['line', (result) => result.line],
  ['email', (result) => result.email],
  ['outcome', (result) => result.outcome],
  ['code', (result) => result.code],
  ['detail', (result) => result.detail],
  ['licenseId', (result) => result.licenseId],
  ['end', (result) => result.end],
  ['recycled', (result) => result.recycled],
];

const REFUSED: Column<Result>[] = [
  ['line', (result) => result.line],
  ['email', (result) => result.email],
  ['code', (result) => result.code],
  ['detail', (result) => result.detail],
];

const MAX_SHOWN = 20;

export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;

export const refusedIn = (results: readonly Result[]): Result[] =>
  results.filter(({ outcome }) => outcome === 'refused');

/** Says what would be done, and which rows are refused. */
export function sayRehearsal(environment: Environment, verb: string, results: readonly Result[]): void {
  const refused = refusedIn(results);
  const done = results.length - refused.length;
  say(environment, `Rehearsal: ${count(done, 'license')} would be ${verb}, ${count(refused.length, 'row')} refused.`);
  if (refused.length > 0) environment.errors.write(tableOf(refused.slice(0, MAX_SHOWN), REFUSED));
  if (refused.length > MAX_SHOWN) say(environment, `… and ${refused.length - MAX_SHOWN} more.`);
  const losing = results.filter(({ recycled }) => recycled !== null);
  if (losing.length > 0) say(environment, `${count(losing.length, 'other student')} would lose a license for it.`);
}

/** Asks a person, or is content with `--yes`. */
export async function confirmed(environment: Environment, question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!environment.interactive) throw new UsageError('Nothing was done. Say --yes to do it without a question.');
  const answer = await confirm({ message: question, initialValue: false });
  if (isCancel(answer) || !answer) throw new Interrupted('Nothing was done.');
}

/** Prints rows as the caller wants them; a table only where the caller asks for that by rehearsing. */
export function printResults(environment: Environment, format: Format, results: readonly Result[]): void {
  if (format !== 'table') print(environment, format, results, COLUMNS);
}

/** Writes the result file, says what was done and removes the journal. */
export function finish<T>(
  environment: Environment,
  journal: Journal<T>,
  { verb, file, format }: { verb: string; file: string; format: Format },
): ExitCode {
  const results = journal.all();
  const refused = refusedIn(results);
  writeWhole(file, csvOf(results, COLUMNS));
  printResults(environment, format, results);
  const done = results.length - refused.length;
  say(environment, `${count(done, 'license')} ${verb}, ${count(refused.length, 'row')} refused. Row by row: ${file}`);
  journal.remove();
  return refused.length > 0 ? EXIT.partly : EXIT.done;
}
