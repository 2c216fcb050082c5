import type { Call, CommandSpec } from '../command.ts';
import { say } from '../environment.ts';
import { EXIT, UsageError } from '../errors.ts';
import { idOf } from '../id.ts';
import { assertDryRuns } from './single.ts';

export const extend: CommandSpec = {
  usage: 'extend <license>',
  about: 'change the end of a license; today or earlier ends it for good',
  options: [
    ['--end-date <date>', 'YYYY-MM-DD, 00:00 UTC; a later one than the pool’s is cut to that'],
    ['--dry-run', 'only say what would be done'],
  ],
  async run(call: Call<{ endDate?: string; dryRun?: boolean }>) {
    const { environment, args, options, session } = call;
    const [license = ''] = args;
    if (!options.endDate) throw new UsageError('Until when? Say --end-date YYYY-MM-DD.');
    const path = { id: idOf(license) };
    await assertDryRuns(call);
    const { data } = await session().client.PATCH('/api/licensing/v1/license/{id}', {
      params: { path, query: options.dryRun ? { dryRun: true } : {} },
      body: { endDate: options.endDate },
    });
    if (options.output !== 'table') environment.output.write(`${JSON.stringify(data)}\n`);
    say(
      environment,
      `License ${license} of ${data?.student.email} ${options.dryRun ? 'would end' : 'ends'} ${data?.end}.`,
    );
    return EXIT.done;
  },
};
