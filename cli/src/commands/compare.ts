import type { Call, CommandSpec } from '../command.ts';
import { compareTold, type Difference, type Told } from '../copy/compare.ts';
import { say } from '../environment.ts';
import { EXIT, UsageError } from '../errors.ts';
import { serverOf, tokenFor } from '../logins.ts';
import { type Column, print } from '../output.ts';
import { count } from '../rows/report.ts';
import { openSession, type Session } from '../session.ts';
import { allOf } from '../walk.ts';

const COLUMNS: Column<Difference>[] = [
  ['kind', (difference) => difference.kind],
  ['which', (difference) => difference.which],
  ['member', (difference) => difference.member],
  ['here', (difference) => difference.here],
  ['there', (difference) => difference.there],
];

async function everything(session: Session): Promise<Told> {
  const { data: me } = await session.client.GET('/api/licensing/v1/me');
  if (!me) throw new Error('The server answered without a license manager.');
  const all = { includeInactive: true };
  return {
    me,
    courses: await allOf(session, '/api/licensing/v1/courses'),
    pools: await allOf(session, '/api/licensing/v1/pools'),
    licenses: await allOf(session, '/api/licensing/v1/licenses', all),
    activeLicenses: await allOf(session, '/api/licensing/v1/licenses'),
    students: await allOf(session, '/api/licensing/v1/students', all),
    activeStudents: await allOf(session, '/api/licensing/v1/students'),
  };
}

export const compare: CommandSpec = {
  usage: 'compare',
  about: 'ask two servers everything and print what they tell differently, ids aside',
  options: [['--with <url>', 'the other server; its token is that of its login, or CARREL_WITH_TOKEN']],
  async run({ environment, options, session }: Call<{ with?: string }>) {
    if (!options.with) throw new UsageError('With which server? Say --with https://licenses.example.com.');
    const server = serverOf(options.with);
    const other = openSession(environment, { server, token: tokenFor(environment, server, 'CARREL_WITH_TOKEN') });
    const differences = compareTold(await everything(session()), await everything(other));
    if (differences.length > 0 || options.output !== 'table') print(environment, options.output, differences, COLUMNS);
    say(environment, differences.length === 0 ? 'Both tell the same.' : `${count(differences.length, 'difference')}.`);
    return differences.length === 0 ? EXIT.done : EXIT.partly;
  },
};
