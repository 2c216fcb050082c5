import { capabilitiesOf } from '../capabilities.ts';
import type { Call, CommandSpec } from '../command.ts';
import { say } from '../environment.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { idOf } from '../id.ts';
import { type AssignTask, assignTasks, batchesOf, performAssign, rehearseAssign } from '../rows/assign.ts';
import { FILE_OPTIONS, type FileOptions, runFile } from '../rows/command.ts';
import { guessAssign } from '../rows/guess.ts';
import { readRows } from '../rows/read.ts';
import { assertDryRuns } from './single.ts';

interface Options extends FileOptions {
  pool?: string;
  name?: string;
  endDate?: string;
  recycle?: boolean;
}

async function assignMany({ environment, options, session }: Call<Options>, from: string): Promise<ExitCode> {
  const settings = { pool: options.pool ?? null, recycle: options.recycle ?? false };
  if (options.name || options.endDate)
    throw new UsageError('--name and --end-date are for one student: with --from they stand in the file.');
  const rows = readRows(from, ['email']);
  const capabilities = await capabilitiesOf(session());
  const rehearse = capabilities.batches && capabilities.dryRuns ? rehearseAssign : guessAssign;
  return runFile<AssignTask>(
    { environment, session: session(), capabilities, options: { ...options, from } },
    {
      command: 'assign',
      verb: 'assigned',
      settings,
      tasks: async () => assignTasks(rows, options.pool),
      rehearse: (tasks) => rehearse(session(), tasks, settings),
      note: (tasks, rehearsed) => {
        const codes = new Map(rehearsed.map(({ line, code }) => [line, code]));
        return tasks.map((task) => ({ ...task, expected: codes.get(task.line) ?? null }));
      },
      batches: batchesOf,
      perform: (journal) =>
        performAssign(session(), {
          recycle: settings.recycle,
          together: capabilities.batches,
          given: () => journal.all().flatMap(({ licenseId }) => licenseId ?? []),
        }),
    },
  );
}

async function assignOne(call: Call<Options>, email: string): Promise<ExitCode> {
  const { environment, options, session } = call;
  if (!options.pool) throw new UsageError('Of which pool? Say --pool ID; carrel-licenses pools lists them.');
  await assertDryRuns(call);
  const { data, response } = await session().client.POST('/api/licensing/v1/pool/{id}/license', {
    params: { path: { id: idOf(options.pool) }, query: options.dryRun ? { dryRun: true } : {} },
    body: {
      email,
      ...(options.name && { name: options.name }),
      ...(options.endDate && { endDate: options.endDate }),
      ...(options.recycle && { recycle: true }),
    },
  });
  if (!data || !('end' in data)) throw new Error('The server answered without a license.');
  if (options.output !== 'table') environment.output.write(`${JSON.stringify(data)}\n`);
  const recycled = response.headers.get('recycled-license');
  const of = options.dryRun ? 'would be assigned' : `has license ${data.id}`;
  const taken = recycled ? `; license ${recycled} ${options.dryRun ? 'would be' : 'was'} taken back for it` : '';
  say(environment, `${data.student.email} ${of} until ${data.end}${taken}.`);
  return EXIT.done;
}

export const assign: CommandSpec = {
  usage: 'assign [email]',
  about: 'assign a license to one student, or to the people of a file after a rehearsal',
  options: [
    ['--pool <id>', 'the pool; a column “pool” of the file goes before it'],
    ['--name <name>', 'the name of a student who is new'],
    ['--end-date <date>', 'YYYY-MM-DD, 00:00 UTC; with the pool without it'],
    ['--recycle', 'where no license is available, take one back from somebody else'],
    ['--from <file>', 'a CSV file with the columns email and, if wanted, name, endDate and pool'],
    ...FILE_OPTIONS,
  ],
  async run(call: Call<Options>) {
    const [email] = call.args;
    const { from } = call.options;
    if ((email === undefined) === (from === undefined))
      throw new UsageError('Name one student, or a file: --from FILE.');
    return from === undefined ? assignOne(call, email ?? '') : assignMany(call, from);
  },
};
