import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, OWNED, SHARED } from '../../test/support/cast.ts';

onBothEngines('lists that come back', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  test('the app’s own export, given back, changes nothing, with and without its dates', async () => {
    for (const [email, name] of [
      ['-dash9@alder.example', '=1+1'],
      ["'-quoted@alder.example", "'+x"],
      ['plain@alder.example', 'Ann, the "first"'],
    ])
      assert.equal((await alice.post(`/v1/pool/${SHARED}/license`, { email, name })).status, 200);
    const csv = (await alice.get('/v1/students.csv?status=all')).text;
    assert.match(csv, /'-dash9@alder\.example/);
    assert.match(csv, /''-quoted@alder\.example/);
    const cut = csv
      .split('\r\n')
      .map((line) => line.replace(/,[^,]*$/, ''))
      .join('\r\n');
    for (const list of [csv, cut]) {
      const { status, body } = await alice.post(`/v1/pool/${SHARED}/bulk/preview`, { csv: list, recycle: true });
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(body.assign, 0);
      assert.deepEqual([...new Set(body.rows.map(({ code }: { code: string }) => code))], ['already_enrolled']);
      assert.deepEqual(body.rows.map(({ email }: { email: string }) => email).sort(), [
        "'-quoted@alder.example",
        '-dash9@alder.example',
        'plain@alder.example',
      ]);
    }
  });

  test('an address is the same at every door: trimmed, in letters, found in both spellings, refused by name', async () => {
    const answers: [string, string][] = [
      ['\u200bana@anywhere.example\u2060', 'ana@anywhere.example'],
      ['anna@xn--bcher-kva.example', 'anna@bücher.example'],
    ];
    for (const [email, shown] of answers) {
      const assigned = await alice.post(`/v1/pool/${OWNED}/license`, { email });
      assert.deepEqual([assigned.status, assigned.body.student?.email], [200, shown]);
      const preview = await alice.post(`/v1/pool/${OWNED}/bulk/preview`, { csv: `email\n${email}` });
      assert.equal(preview.body.rows[0].code, 'already_enrolled');
      const bulk = await alice.post(`/v1/pool/${OWNED}/bulk`, { rows: [{ email }] });
      assert.equal(bulk.body.results[0].code, 'already_enrolled');
      const found = await alice.get(`/v1/student?email=${encodeURIComponent(email)}`);
      assert.equal(found.body.email, shown);
    }
    for (const search of ['bücher', 'xn--bcher', 'BUCHER'])
      assert.equal(
        (await alice.get(`/v1/students/search?search=${encodeURIComponent(search)}`)).body.length,
        1,
        search,
      );
    for (const [email, words] of [
      ['o’brien@alder.example', /curly apostrophe/],
      ['jörg@alder.example', /“ö” before the @/],
      ['inv@ald\u034fer.example', /U\+034F/],
      ['St\ufffd@alder.example', /wrong encoding/],
    ] as const) {
      const single = await alice.post(`/v1/pool/${SHARED}/license`, { email });
      assert.deepEqual([single.status, single.body.errors[0].pointer], [400, '/email']);
      assert.match(single.body.errors[0].detail, words);
      assert.deepEqual(Object.keys(single.body.errors[0]), ['pointer', 'detail'], 'as published');
      const { body } = await alice.post(`/v1/pool/${SHARED}/bulk/preview`, { csv: `email\n${email}` });
      assert.match(body.rows[0].detail, words);
      assert.match((await alice.get(`/v1/student?email=${encodeURIComponent(email)}`)).body.detail, words);
    }
  });

  test('a list for another course is told before anything is assigned', async () => {
    const title = (await alice.get(`/v1/course/${DAX}`)).body.title;
    const csv = `email,course\na1@alder.example,Another course\na2@alder.example,${title}\na3@alder.example,${DAX}`;
    const { body } = await alice.post(`/v1/pool/${SHARED}/bulk/preview`, { csv });
    assert.deepEqual(
      body.rows.map(({ code }: { code: string | null }) => code === 'invalid_request'),
      [true, false, false],
    );
    assert.match(body.rows[0].detail, /course is “Another course”, but the pool gives/);
  });
});
