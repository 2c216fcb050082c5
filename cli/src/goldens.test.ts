/**
 * Transcripts of the command line: what is typed, what is printed, how it ends. `UPDATE_GOLDENS=1` writes them anew, for
 * a person to read. Lines of standard error begin with `! `.
 */
import assert from 'node:assert/strict';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { cliFolder, runCli } from '../../test/support/cli.ts';

const folder = join(import.meta.dirname, '../goldens');
const times = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

const world = () => ({
  ...cast(),
  students: [
    { id: 501, name: 'Ada Alder', email: 'ada@alder.example' },
    { id: 502, name: 'Bo “=SUM(1)” Birch', email: 'bo@alder.example' },
  ],
  licenses: [
    { id: 901, poolId: SHARED, studentId: 501, ...times },
    { id: 902, poolId: SHARED_SQL, studentId: 501, ...times },
    { id: 903, poolId: SHARED, studentId: 502, ...times },
    { id: 904, poolId: SHARED_SQL, studentId: 502, ...times, revoked: '2024-03-01T00:00:00+00:00' },
  ],
  progress: [{ studentId: 501, courseId: 10, percent: 100, completed: '2024-03-01T10:00:00+00:00', lastAccess: null }],
});

/** The files that the transcripts name. */
const FILES = {
  'hires.csv':
    'Email,Name,End date\ncy@alder.example,Cy Cypress,2024-12-01\nada@alder.example,,\nDI@alder.example,,\ncy@alder.example,,\n,Nobody,\neve@cedar.example,,\n',
  'leavers.csv':
    'email;course\nada@alder.example;Mastering DAX\ncy@alder.example;\nnobody@alder.example;\nADA@alder.example;10\n',
  'roster.csv':
    'email,course\nbo@alder.example,Mastering DAX\nfay@alder.example,Mastering DAX\nfay@alder.example,Cooking\n',
  'titles.csv': 'who,when\na,b\n',
  'empty.csv': 'email\n',
};

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Ids that a server made, named in their order: PostgreSQL leaves out those of dry runs and refusals. */
function namesOfIds() {
  const names = new Map<string, string>();
  const named = (text: string) =>
    text.replaceAll(/\b(?:50[3-9]|5[1-9]\d|90[5-9]|9[1-9]\d)\b/g, (id) => {
      const kind = id.startsWith('5') ? 'STUDENT' : 'LICENSE';
      const before = [...names.values()].filter((name) => name.startsWith(kind)).length;
      if (!names.has(id)) names.set(id, `${kind}${before + 1}`);
      return names.get(id) ?? id;
    });
  const meant = (text: string) => [...names].reduce((sum, [id, name]) => sum.replaceAll(name, id), text);
  return { named, meant };
}

const marked = (text: string) => text.replaceAll(/^(?=[^\n])/gm, '! ');

onBothEngines('the goldens of the command line', (engine) => {
  let app: TestApp;
  let files: ReturnType<typeof cliFolder>;
  before(() => {
    files = cliFolder();
  });
  after(() => files.remove());

  async function transcript(commands: string[], folder: string, variables: Record<string, string>): Promise<string> {
    const parts: string[] = [];
    let plan = 'no-plan';
    const { named, meant } = namesOfIds();
    for (const command of commands) {
      const args = words(meant(command.replaceAll('FOLDER', folder).replaceAll('PLAN', plan))).slice(2);
      const input = args[0] === 'login' ? { input: variables.CARREL_TOKEN ?? '' } : {};
      const { CARREL_TOKEN: _, ...others } = variables;
      const ran = await runCli(args, { variables: args[0] === 'login' ? others : variables, ...input });
      plan = /roster apply (\S+)/.exec(ran.errors)?.[1] ?? plan;
      const text = `${ran.output}${marked(ran.errors)}`.replaceAll(plan, 'PLAN');
      parts.push(`${command}\n${named(text)}= ${ran.code}\n`);
    }
    return parts.join('\n').replaceAll(app.url, 'http://server').replaceAll(folder, 'FOLDER');
  }

  for (const path of globSync('*.txt', { cwd: folder }).sort()) {
    test(`in ${basename(path)}`, async () => {
      app = await startApp(engine, { world: world() });
      const { token } = await app.client(ALICE);
      const golden = readFileSync(join(folder, path), 'utf8');
      const commands = golden.split('\n').filter((line) => line.startsWith('$ '));
      assert.ok(commands.length > 0);
      const own = join(files.path, path);
      mkdirSync(own);
      for (const [name, content] of Object.entries(FILES)) writeFileSync(join(own, name), content);
      const variables = { CARREL_URL: app.url, CARREL_TOKEN: token, CARREL_CONFIG_DIR: own, COLUMNS: '100' };
      const text = await transcript(commands, own, variables);
      assert.ok(!text.includes(token), 'no token is printed');
      if (process.env.UPDATE_GOLDENS && engine === 'sqlite') writeFileSync(join(folder, path), text);
      else assert.equal(text, golden);
      await app.close();
    });
  }
});
