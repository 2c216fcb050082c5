import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Browser, signedIn } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, OWNED, SHARED } from '../../test/support/cast.ts';
import { attachment, fileNameOf } from './spreadsheet.ts';

const END = '2025-01-01T00:00:00+00:00';
const START = '2024-03-01T23:30:00+00:00';

const students = [
  { id: 501, name: 'Élodie Martin', email: 'elodie@alder.example' },
  { id: 502, name: '=cmd()', email: '+zed@alder.example' },
  { id: 503, name: 'Rossi; Anna, "Dr."', email: 'anna@alder.example' },
];
const given = (id: number, poolId: number, studentId: number) => ({
  id,
  poolId,
  studentId,
  start: START,
  end: END,
  revoked: null,
});
const licenses = [given(9001, SHARED, 501), given(9002, SHARED, 502), given(9003, OWNED, 503)];

onBothEngines('the file for spreadsheets', (engine) => {
  let app: TestApp;
  let alice: Browser;

  before(async () => {
    const world = cast();
    app = await startApp(engine, { world: { ...world, students, licenses } });
    alice = await signedIn(app, { email: 'owner@alder.example', roles: { [ALICE]: 'owner' } });
  });

  const read = (query: string) => alice.get(`/api/app/managers/${ALICE}/v1/students/spreadsheet.csv?${query}`);
  const rowsOf = (text: string, delimiter: string): string[][] => parse(text, { delimiter, bom: true });

  test('is in the language, with its separator and days, and runs nothing', async () => {
    const { headers, text, status } = await read('language=it&timeZone=Europe/Rome');
    assert.equal(status, 200, text);
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    const [titles, ...rows] = rowsOf(text, ';');
    assert.deepEqual(titles?.slice(0, 5), ['id studente', 'nome', 'email', 'corso', 'id corso']);
    assert.deepEqual(
      rows.map((row) => row.slice(0, 3)),
      [
        ['501', 'Élodie Martin', 'elodie@alder.example'],
        ['502', "'=cmd()", "'+zed@alder.example"],
        ['503', 'Rossi; Anna, "Dr."', 'anna@alder.example'],
      ],
    );
    assert.deepEqual(rows[0]?.slice(-2), ['2024-03-02', '2025-01-01'], 'the day in Rome, and the end as lists take it');
    const english = rowsOf((await read('language=en&timeZone=America/New_York')).text, ',');
    assert.deepEqual(english[1]?.slice(-2), ['2024-03-01', '2025-01-01']);
    const italian = alice.copy();
    italian.headers['accept-language'] = 'it-IT';
    const { text: wanted } = await italian.get(`/api/app/managers/${ALICE}/v1/students/spreadsheet.csv`);
    assert.match(wanted, /^\ufeff?id studente;/);
    for (const zone of ['timeZone=Nowhere/Else', '']) assert.equal((await read(`language=it&${zone}`)).status, 200);
    assert.equal((await read('language=xx')).status, 400);
  });

  test('has who matches, and bears the names of the manager and the day', async () => {
    const { headers, text } = await read('language=en&search=rossi');
    assert.equal(rowsOf(text, ',').length, 2);
    assert.match(
      headers.get('content-disposition') ?? '',
      /^attachment; filename="[\w-]+-students-2024-04-19\.csv"; filename\*=UTF-8''[\w%-]+-students-2024-04-19\.csv$/,
    );
    assert.equal((await read('poolId=x')).status, 400);
  });

  test('comes back: the app’s own reader knows its columns', async () => {
    for (const language of ['it', 'en']) {
      const { text } = await read(`language=${language}&poolId=${SHARED}`);
      const { status, body } = await alice.post(`/api/app/managers/${ALICE}/v1/pool/${SHARED}/bulk/preview`, {
        csv: text,
      });
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(
        body.rows.map(({ email, name, endDate, code }: Record<string, string>) => [email, name, endDate, code]),
        [
          ['elodie@alder.example', 'Élodie Martin', '2025-01-01', 'already_enrolled'],
          ['+zed@alder.example', '=cmd()', '2025-01-01', 'already_enrolled'],
        ],
      );
    }
  });

  test('is for members who are signed in', async () => {
    const other = await signedIn(app, { email: 'owner@cedar.example', roles: { [CHARLIE]: 'owner' } });
    assert.equal((await other.get(`/api/app/managers/${ALICE}/v1/students/spreadsheet.csv`)).status, 404);
  });
});

test('a file has a name that every system takes', () => {
  const names = [
    ['Alder Freight', 'Alder-Freight-students-2026-11-30.csv'],
    ['../..\\x:*?"<>|\r\n', 'x-students-2026-11-30.csv'],
    ['…', 'students-2026-11-30.csv'],
    ['Società «Öst»', 'Società-Öst-students-2026-11-30.csv'],
    ['חברה', 'חברה-students-2026-11-30.csv'],
  ] as const;
  for (const [manager, name] of names) assert.equal(fileNameOf(manager, '2026-11-30'), name);
  assert.ok(fileNameOf('x'.repeat(500), '2026-11-30').length < 120);
  assert.equal(
    attachment('Società-students.csv'),
    'attachment; filename="Societa-students.csv"; filename*=UTF-8\'\'Societ%C3%A0-students.csv',
  );
  assert.equal(
    attachment('חברה-students.csv'),
    'attachment; filename="students.csv"; filename*=UTF-8\'\'%D7%97%D7%91%D7%A8%D7%94-students.csv',
  );
});
