import type { Call, CommandSpec } from '../command.ts';
import { collect } from '../copy/collect.ts';
import { gapsIn, worldOf } from '../copy/world.ts';
import { say } from '../environment.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { writeWhole } from '../files.ts';
import { alone } from '../lock.ts';

async function copyTo({ environment, session }: Call, to: string): Promise<ExitCode> {
  const { collected, forget } = await collect(environment, session(), `${to}.part`);
  const now = `${new Date(environment.now()).toISOString().slice(0, 19)}+00:00`;
  const world = worldOf(collected, now);
  writeWhole(to, `${JSON.stringify(world, null, 1)}\n`, 0o600);
  forget();
  const { courses, pools, students, licenses } = world;
  const parts = [`${courses.length} courses`, `${pools.length} pools`, `${students.length} students`];
  say(environment, `${to} has ${parts.join(', ')} and ${licenses.length} licenses.`);
  const gaps = gapsIn(collected, world, now);
  for (const gap of gaps) say(environment, gap);
  if (gaps.length === 0) return EXIT.done;
  say(environment, 'Licenses changed while they were copied: copy again before you import.');
  return EXIT.partly;
}

export const copy: CommandSpec = {
  usage: 'copy',
  about: 'copy all that the published API tells into a file for “carrel import”',
  options: [['--to <file>', 'the file that is written']],
  async run(call: Call<{ to?: string }>) {
    const { to } = call.options;
    if (!to) throw new UsageError('Where to? Say --to world.json.');
    return alone(`${to}.part`, `Another copy to ${to}`, () => copyTo(call, to));
  },
};
