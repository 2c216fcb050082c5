import { capabilitiesOf } from '../capabilities.ts';
import type { Call, CommandSpec } from '../command.ts';
import { say } from '../environment.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { idOf } from '../id.ts';
import { FILE_OPTIONS, type FileOptions, runFile } from '../rows/command.ts';
import { readRows } from '../rows/read.ts';
import { performRevoke, type RevokeTask, rehearseRevoke, revokeTasks } from '../rows/revoke.ts';
import { chunksOf } from '../rows/run.ts';
import { assertDryRuns } from './single.ts';

interface Options extends FileOptions {
  course?: string;
  pool?: string;
}

async function revokeMany({ environment, options, session }: Call<Options>, from: string): Promise<ExitCode> {
  const rows = readRows(from, ['email', 'license']);
  const capabilities = await capabilitiesOf(session());
  const { course, pool } = options;
  return runFile<RevokeTask>(
    { environment, session: session(), capabilities, options: { ...options, from } },
    {
      command: 'revoke',
      verb: 'revoked',
      settings: { course: course ?? null, pool: pool ?? null },
      tasks: () => revokeTasks(session(), rows, { course, pool }),
      rehearse: (tasks) => rehearseRevoke(session(), tasks, capabilities.batches && capabilities.dryRuns),
      note: (tasks, rehearsed) => {
        const codes = new Map(rehearsed.map(({ licenseId, code }) => [licenseId, code]));
        return tasks.map((task) => ({ ...task, expected: codes.get(task.licenseId) ?? null }));
      },
      batches: chunksOf,
      perform: () => performRevoke(session(), capabilities.batches),
    },
  );
}

export const revoke: CommandSpec = {
  usage: 'revoke [license]',
  about: 'revoke one license, or those of the people of a file after a rehearsal',
  options: [
    ['--course <course>', 'with --from: only licenses of this course, by id or title'],
    ['--pool <id>', 'with --from: only licenses of this pool'],
    ['--from <file>', 'a CSV file with a column email, and if wanted course or pool, or a column license'],
    ...FILE_OPTIONS,
  ],
  async run(call: Call<Options>) {
    const { environment, args, options, session } = call;
    const [license] = args;
    if ((license === undefined) === (options.from === undefined))
      throw new UsageError('Name one license by its id, or a file: --from FILE.');
    if (options.from !== undefined) return revokeMany(call, options.from);
    await assertDryRuns(call);
    const params = { path: { id: idOf(license ?? '') }, query: options.dryRun ? { dryRun: true } : {} };
    const { data } = await session().client.DELETE('/api/licensing/v1/license/{id}', { params });
    if (options.output !== 'table') environment.output.write(`${JSON.stringify(data)}\n`);
    say(environment, `License ${license} of ${data?.student.email} ${options.dryRun ? 'would be' : 'is'} revoked.`);
    return EXIT.done;
  },
};
