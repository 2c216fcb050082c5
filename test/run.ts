/**
 * The whole suite: `npm test`, or `npm test -- license` for the files whose path contains "license". One PostgreSQL
 * serves all files; then the browser tests run, and the last line adds everything up.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { stripVTControlCharacters } from 'node:util';
import { startPostgres } from './support/postgres.ts';

interface Outcome {
  passed: number;
  failed: number;
  /** What failed, by name and with the first lines of why: the end of a long report is all that is read of it. */
  told: string[];
}

const root = join(import.meta.dirname, '..');
const filters = process.argv.slice(2).filter((argument) => argument !== '--');
const files = selected('{src,client,cli,test,verify}/**/*.test.ts');
const browserFiles = selected('test/browser/**/*.spec.ts');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (files.length + browserFiles.length === 0) {
  console.error(`No test file has ${filters.join(' or ')} in its path.`);
  process.exit(1);
}
const postgres = await startPostgres();
const env = { ...process.env, TEST_POSTGRES_URL: postgres.url };
const outcomes = [await runFiles(), runBrowserFiles()];
await postgres.stop();

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
for (const line of outcomes.flatMap(({ told }) => told)) console.log(`failed: ${line}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function selected(pattern: string): string[] {
  const paths = globSync(pattern, { cwd: root, exclude: ['**/node_modules'] }).sort();
  return filters.length ? paths.filter((path) => filters.some((filter) => path.includes(filter))) : paths;
}

async function runFiles(): Promise<Outcome> {
  const outcome: Outcome = { passed: 0, failed: 0, told: [] };
  if (files.length === 0) return outcome;
  const events = run({ files, cwd: root, env, concurrency: availableParallelism(), timeout: 900_000 });
  events.on('test:fail', ({ name, file, details }) => {
    const { failureType, cause } = details.error as Error & { failureType?: string };
    if (failureType !== 'subtestsFailed') outcome.told.push(`${file}: ${name}: ${shorten(cause ?? details.error)}`);
  });
  events.on('test:summary', ({ file, counts }) => {
    if (file) return;
    outcome.passed = counts.passed;
    outcome.failed = counts.tests - counts.passed - counts.skipped - counts.todo;
  });
  const report = events.compose(spec);
  report.pipe(process.stdout, { end: false });
  await finished(report);
  return outcome;
}

/** Each file by itself, with a world of its own: what one changes, another does not meet. */
function runBrowserFiles(): Outcome {
  const outcomes = browserFiles.map(runBrowserFile);
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    told: outcomes.flatMap(({ told }) => told),
  };
}

function runBrowserFile(file: string): Outcome {
  const report = join(root, 'test-results', 'browser.json');
  rmSync(report, { force: true });
  const command = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const options = { cwd: root, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, stdio: 'inherit' as const };
  const { status } = spawnSync(process.execPath, [command, 'test', file], options);
  const { passed, failed, told } = countBrowserTests(report);
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1), told };
}

/** The first lines of a message, on one line. */
function shorten(error: unknown): string {
  const lines = stripVTControlCharacters(String((error as Error | undefined)?.message ?? error)).split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, 6)
    .join(' | ')
    .slice(0, 500);
}

/** Without a report Playwright did not get as far as running tests; its exit code then tells. */
function countBrowserTests(report: string): Outcome {
  try {
    const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, told: suites.flatMap(failedIn) };
  } catch {
    return { passed: 0, failed: 0, told: [] };
  }
}

interface Suite {
  file: string;
  suites?: Suite[];
  specs: {
    title: string;
    tests: { projectName: string; results: { status: string; error?: { message: string } }[] }[];
  }[];
}

function failedIn({ file, suites = [], specs }: Suite): string[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ projectName, results }) =>
      results
        .filter(({ status }) => status !== 'passed' && status !== 'skipped')
        .map(({ error }) => `${file} [${projectName}]: ${title}: ${shorten(error)}`),
    ),
  );
  return [...own, ...suites.flatMap(failedIn)];
}
