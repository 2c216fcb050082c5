/** A database of any earlier schema, with records in it, becomes one of today. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDatabase, onBothEngines, startApp } from '../../test/support/app.ts';
import { connect } from './connect.ts';
import { inspect } from './inspect.ts';
import { migrate, migrations } from './migrate.ts';

const START = Date.parse('2024-04-01T00:00:00Z') / 1000;
const END = Date.parse('2025-01-01T00:00:00Z') / 1000;
const license = (id: number, poolId: number, courseId: number, seat: number, studentId: number, end = 'null, null') =>
  `insert into license (id, pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at, ended_at, ended_how)
    values (${id}, ${poolId}, 1, ${courseId}, 1, ${seat}, ${studentId}, ${START}, ${END}, ${end});`;

/** In columns that every schema has, and with the search key of students, which came later. */
const records = (found: boolean) => {
  const student = (id: number, name: string, email: string) =>
    `insert into student (id, name, email, email_key${found ? ', search_key' : ''})
      values (${id}, '${name}', '${email}', '${email}'${found ? `, '${name.toLowerCase()}\n${email}'` : ''});`;
  return `
insert into manager (id, name, email, allowed_domains) values (1, 'Alder', 'alice@alder.example', '["alder.example"]');
insert into course (id, title) values (1, 'Mastering DAX'), (2, 'Writing SQL');
insert into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at)
  values (1, 1, 1, 1, 9, ${START}, ${END}), (2, 1, 2, 1, 9, ${START}, ${END});
${student(101, 'Zoe', 'z@alder.example')}
${student(102, 'Élodie', 'e@alder.example')}
${student(103, 'Anna', 'a@alder.example')}
${student(104, 'Gone', 'g@alder.example')}
${[1, 2, 3].map((id) => license(200 + id, 1, 1, id, 100 + id)).join('\n')}
${license(204, 1, 1, 4, 104, `${START}, 'revoked'`)}
${license(205, 2, 2, 1, 101)}
insert into event (manager_id, at, kind, actor_kind, actor_label, student_id, course_id, pool_id, license_id, details)
  values (1, ${START}, 'license.assigned', 'command', 'import', 104, 1, 1, 204, '{}'),
    (1, ${START}, 'license.revoked', 'command', 'import', 104, 1, 1, 204, '{}');
`;
};

onBothEngines('an earlier schema', (engine) => {
  for (const [at, step] of migrations.slice(0, -1).entries()) {
    test(`as of ${step.name}`, async () => {
      const database = await emptyDatabase(engine);
      const early = connect({ url: database.url, poolSize: 1, onFatal: () => assert.fail() });
      await migrate(early, 0, migrations.slice(0, at + 1));
      await early.write((tx) => tx.script(records(step.name >= '0004')));
      await early.close();
      const app = await startApp(engine, { database });
      assert.deepEqual(await inspect(app.context.db), []);
      const alice = await app.client(1);
      const { body, headers } = await alice.get('/v1/students/search');
      assert.deepEqual(
        body.map(({ name, licenses }: { name: string; licenses: number }) => [name, licenses]),
        [
          ['Anna', 1],
          ['Zoe', 2],
          ['Élodie', 1],
        ],
      );
      assert.equal(headers.get('x-total-count'), '3');
      assert.equal((await alice.post('/v1/pool/1/license', { email: 'new@alder.example' })).status, 200);
      assert.deepEqual(await inspect(app.context.db), []);
      await app.close();
      await database.dispose();
    });
  }
});
