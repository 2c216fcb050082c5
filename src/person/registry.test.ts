/** No table and no column is forgotten: what holds people is erased, exported and merged by the registry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { connect } from '../db/connect.ts';
import { tableNames } from '../db/dialect.ts';
import { migrate } from '../db/migrate.ts';
import { columnsHolding, namingNobody, tableRules } from './registry.ts';

onBothEngines('the registry of personal data', (engine) => {
  test('has every table and every column of the schema', async () => {
    const place = await emptyDatabase(engine);
    const db = connect({ url: place.url, poolSize: 1, onFatal: () => assert.fail() });
    await migrate(db, 1);
    const columnsOf = async (table: string) => {
      const query =
        engine === 'sqlite'
          ? sql<{ name: string }>`select name from pragma_table_info(${table})`
          : sql<{ name: string }>`select column_name as name from information_schema.columns
              where table_schema = current_schema() and table_name = ${table}`;
      return (await query.execute(db.read.kysely)).rows.map(({ name }) => name).sort();
    };
    const forgotten: string[] = [];
    for (const table of await tableNames(db.read)) {
      if (namingNobody.includes(table)) continue;
      const rule = tableRules.find((one) => one.table === table);
      if (!rule) {
        forgotten.push(table);
        continue;
      }
      const known = Object.keys(rule.columns);
      for (const column of await columnsOf(table)) {
        const ofEngine = table === 'event' && column === 'position';
        if (!known.includes(column) && !ofEngine) forgotten.push(`${table}.${column}`);
      }
    }
    await db.close();
    await place.dispose();
    assert.deepEqual(forgotten, [], 'say in src/person/registry.ts what they hold of people, and what erasing does');
  });
});

test('tables with people in them say what erasing and merging do', () => {
  for (const rule of tableRules) {
    const of = `${rule.table} in src/person/registry.ts`;
    const people = columnsHolding(rule, 'student', 'person', 'license', 'address', 'name', 'text', 'json');
    if (rule.erased === 'nobody' && rule.table !== 'erasure') assert.deepEqual(people, [], of);
    else assert.ok(people.length > 0, of);
    const students = columnsHolding(rule, 'student');
    if (students.length > 0 && rule.table !== 'erasure') assert.notEqual(rule.merged, 'none', of);
    assert.ok(
      rule.key.every((name) => name in rule.columns),
      of,
    );
  }
});
