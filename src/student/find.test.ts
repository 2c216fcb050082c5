import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SQL } from '../../test/support/cast.ts';
import { fold, studentSearchKey } from '../rules/search.ts';

const POOL = 900;
const running = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

const special = [
  ['Anna Rossi', 'anna.rossi@alder.example'],
  ['Susanna Rossi', 'susanna.rossi@alder.example'],
  ['Anna Rossi', 'anna.rossi@alder.example.org'],
  ['anna.rossi@alder.example', 'office@alder.example'],
  ['Anna Rosso', 'anna.rosso@alder.example'],
  ['Zoë 😀 Łukasz', 'zoe@bücher.example'],
  ['李小龙', 'lee@alder.example'],
] as const;
const FIRST_NAMES = ['Ada', 'Bo', 'Élodie', 'Maria Luisa', 'Jürgen', 'Nour'];
const LAST_NAMES = ['Bianchi', 'Ng', 'O’Hara', 'van der Berg', 'Łoś'];

/** Many more than are looked at together, with names that recur. */
const people = Array.from({ length: 1500 }, (_, i) => {
  const [name, email] = special[i / 200] ?? [
    `${FIRST_NAMES[i % FIRST_NAMES.length]} ${LAST_NAMES[i % LAST_NAMES.length]}`,
    `person.${i * 7919}@${i % 3 ? 'alder' : 'birch'}.example`,
  ];
  return { id: 1000 + i, name, email };
});

const keyOf = ({ name, email }: { name: string; email: string }) => studentSearchKey(name, email);

onBothEngines('students found by a text', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    const pool = { id: POOL, managerId: ALICE, courseId: SQL, transferable: false, licenses: 2000, ...running };
    const world = cast();
    const licenses = people.map(({ id }) => ({ id: 10_000 + id, poolId: POOL, studentId: id, ...running }));
    app = await startApp(engine, {
      world: { ...world, pools: [...world.pools, pool], students: people, licenses, progress: [] },
    });
    alice = await app.client(ALICE);
  });

  const find = async (text: string, filter: Record<string, string> = {}): Promise<number[]> => {
    const query = new URLSearchParams({ search: text, pageSize: '1000', ...filter });
    const ids: number[] = [];
    for (let page = 1, total = 1; ids.length < total; page++) {
      const { status, body, headers } = await alice.get(`/v1/students/search?${query}&page=${page}`);
      assert.deepEqual([status, body.length > 0 || page === 1], [200, true]);
      total = Number(headers.get('x-total-count'));
      ids.push(...body.map(({ id }: { id: number }) => id));
    }
    return ids.sort((a, b) => a - b);
  };

  /** Asks for a text, and compares with who has it. */
  async function compare(text: string, of: readonly { id: number; name: string; email: string }[] = people) {
    const wanted = of.filter((person) => keyOf(person).includes(fold(text.trim()))).map(({ id }) => id);
    assert.deepEqual(await find(text), wanted, JSON.stringify(text));
    return wanted.length;
  }

  test('a whole address finds whoever has it, alone or as a part of another or of a name', async () => {
    assert.deepEqual(await find('Anna.Rossi@alder.example'), [1000, 1200, 1400, 1600]);
    assert.deepEqual(await find('susanna.rossi@alder.example'), [1200]);
    assert.deepEqual(await find('anna.rossi@alder.example.org'), [1400]);
    assert.deepEqual(await find('anna.rossi@alder.example', { poolId: String(POOL) }), [1000, 1200, 1400, 1600]);
    assert.deepEqual(await find('anna.rossi@alder.examples'), []);
    assert.deepEqual(await find('rossi.anna@alder.example'), []);
    for (const { email } of people.filter((_, i) => i % 97 === 0)) assert.ok((await compare(email)) > 0, email);
  });

  test('a text of any length finds exactly those who have it', async () => {
    for (let i = 0; i < people.length; i += 31) {
      const key = keyOf(people[i] as (typeof people)[number]).split('\n')[i % 2] as string;
      const from = (i * 13) % key.length;
      await compare(key.slice(from, from + 1 + (i % 9)));
    }
    for (const text of [
      '😀',
      'zoë 😀 lu',
      '李小龙',
      '小',
      'bücher.ex',
      'xn--bcher',
      'example',
      'birch.example',
      'łoś',
      'q',
    ]) {
      await compare(text);
    }
  });

  test('who gets another name is found by it, and no longer by the one before', async () => {
    const changed = people.filter((_, i) => i % 301 === 5).map((person) => ({ ...person, name: 'Wilhelmina Xu' }));
    const now = people.map((person) => changed.find(({ id }) => id === person.id) ?? person);
    for (const { id, name } of changed) assert.equal((await alice.patch(`/v1/student/${id}`, { name })).status, 200);
    assert.equal(await compare('wilhelmina xu', now), changed.length);
    for (const { id } of changed) await compare(people[id - 1000]?.name ?? '', now);
    await compare('wilhelm', now);
  });
});
