/** How an import file is read, piece by piece. What becomes of its records is told by import.test.ts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { NotJson, OVERSIZE, readJson } from './json-file.ts';
import { ImportProblems } from './problems.ts';
import { readImport, readImportFile } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrel-read-'));
after(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Buffer): string {
  const path = join(folder, 'import.json');
  writeFileSync(path, content);
  return path;
}

/** What is wrong with the form of a file. */
async function problemsOf(content: string | Buffer): Promise<string[]> {
  using records = await readImportFile(fileOf(content));
  return records.problems.list;
}

const notJson = (content: string | Buffer, told: RegExp) =>
  assert.rejects(
    readImportFile(fileOf(content)),
    (error: Error) => error instanceof NotJson && told.test(error.message),
  );

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** The text as it went by; null where it is no JSON. */
async function taken(text: string, size: number): Promise<unknown> {
  let file: unknown = {};
  let items: unknown[] = [];
  const lists = (): Record<string, unknown> => file as Record<string, unknown>;
  const reading = readJson(inPieces(text, size), {
    item: (_, place, value) => void (items[place] = value),
    member: (name, value) => {
      lists()[name] = Array.isArray(value) ? items : value;
      items = [];
    },
    whole: (value) => void (file = { whole: value }),
  });
  return reading.then(
    () => file,
    (error: unknown) => {
      assert.ok(error instanceof NotJson, String(error));
      return null;
    },
  );
}

function parsed(text: string): unknown {
  try {
    const file: unknown = JSON.parse(text);
    return typeof file === 'object' && file !== null && !Array.isArray(file) ? file : { whole: file };
  } catch {
    return null;
  }
}

const DOCUMENT = String.raw`
{"li": [{"id": 12, "a\"}": [1.5e3, {"b": "]\\"}], "t": true}, null, -7, "x\u0041", [[]], {}],
 "e":[ ],"s": "a,b]", "o": {"p": {"q": []}}, "": [ "\ud83d\ude00é" ], "n": 0} `;

test('a text is read as JSON.parse reads it, wherever it is cut into pieces', async () => {
  assert.notEqual(parsed(DOCUMENT), null);
  for (let size = 1; size <= DOCUMENT.length; size++)
    assert.deepEqual(await taken(DOCUMENT, size), parsed(DOCUMENT), `in pieces of ${size}`);
  for (const text of ['', ' ', '{}', '[]', '[1,2]', '7', '"x"', 'null', ' {} ', '{} {}', '{}x', 'nul', '\ufeff{}'])
    for (const size of [1, 9]) assert.deepEqual(await taken(text, size), parsed(text), text);
});

test('a text is refused where JSON.parse refuses it: with any character left out, doubled, replaced, or as the end', async () => {
  for (let at = 0; at < DOCUMENT.length; at++) {
    const [head, found, tail] = [DOCUMENT.slice(0, at), DOCUMENT.charAt(at), DOCUMENT.slice(at + 1)];
    const changed = [head, head + tail, head + found + found + tail];
    for (const other of '"\\{}[],:0-e x\n\u00a0') changed.push(head + other + tail);
    for (const text of changed) assert.deepEqual(await taken(text, 5), parsed(text), text);
  }
});

test('a value of more than a million characters is read over, and what follows it is not', async () => {
  const huge = 'x'.repeat(3_000_000);
  const file = { a: [huge, 1, { deep: [huge] }, 2], [huge]: 3, b: { c: huge }, d: 4 };
  const seen: unknown[] = [];
  await readJson(inPieces(JSON.stringify(file), 70_001), {
    item: (list, place, value) => void seen.push([list, place, value]),
    member: (name, value) => void seen.push([name, value]),
    whole: () => assert.fail(),
  });
  const items = [OVERSIZE, 1, OVERSIZE, 2].map((value, place) => ['a', place, value]);
  assert.deepEqual(seen, [...items, ['a', []], ['a name that is too long', 3], ['b', OVERSIZE], ['d', 4]]);
  assert.deepEqual(await taken(`[${'['.repeat(3_000_000)}`, 100_000), null);
});

test('a huge text, deep brackets and what is no object are told by their places', async () => {
  const deep = '['.repeat(400_000) + ']'.repeat(400_000);
  const course = (id: number, title: string) => JSON.stringify({ id, title });
  const courses = [
    ...[course(1, 'x'.repeat(900_000)), course(2, 'x'.repeat(2_000_000)), deep, 'null', '7', '"x"'],
    ...[course(3, 'Fine'), `{"id":3,"title":${deep}}`],
  ];
  assert.deepEqual(await problemsOf(`{"courses":[${courses.join(',')}]}`), [
    'courses[0].title: must have 1 to 200 characters, none of them a control character',
    'courses[1]: has more than 1048576 characters',
    ...[2, 3, 4, 5].map((place) => `courses[${place}]: must be object`),
    'courses[7].title: must be string',
    'courses[7].id: 3 is used by courses[6] already',
  ]);
});

test('a list that is there twice, one that is none, and members that are not known are told', async () => {
  const course = (id: number) => JSON.stringify({ id, title: 'C' });
  assert.deepEqual(
    await problemsOf(
      `{"courses":[${course(1)}],"more":[1,{}],"courses":[${course(2)},0],"pools":{"a":1},"progress":7}`,
    ),
    ['more: is not known here', 'courses: is there twice', 'pools: must be array', 'progress: must be array'],
  );
  for (const file of ['[]', '[{}]', 'null', '7', '"licenses"'])
    await assert.rejects(
      readImportFile(fileOf(file)),
      (error: Error) => error instanceof ImportProblems && error.message === 'the file: must be object',
    );
});

test('a place is right after tens of thousands of records, and a record is whole where the pieces of the file part', async () => {
  const students = Array.from({ length: 40_000 }, (_, i) => ({
    id: i + 1,
    name: `Zoë ${i}`,
    email: `s${i}@a.example`,
  }));
  Object.assign(students[34_567] as object, { id: 12 });
  Object.assign(students[39_999] as object, { email: 'none' });
  using records = await readImportFile(fileOf(JSON.stringify({ students })));
  assert.deepEqual(records.problems.list, [
    'students[34567].id: 12 is used by students[11] already',
    'students[39999].email: must be an email address such as student@example.com',
  ]);
  const rows = records.rows<{ place: number; name: string }>('select place, name from students order by place');
  let count = 0;
  for (const { place, name } of rows) count += Number(name === `Zoë ${place}`);
  assert.equal(count, 39_998);
});

test('of very many problems the first are kept, and all are counted', async () => {
  const students = Array.from({ length: 5000 }, () => ({ ['x'.repeat(5000)]: 1 }));
  using records = await readImport({ students });
  assert.deepEqual([records.problems.list.length, records.problems.count], [200, 20_000]);
  assert.ok(records.problems.list.every((problem) => problem.length < 400));
  assert.throws(
    () => records.problems.settle(),
    (error: Error) => error.message.endsWith('\n… and 19800 more'),
  );
});

test('a file that is no JSON in UTF-8 is refused by the place', async () => {
  const student = (id: number) => `{"id":${id},"name":"S","email":"s${id}@a.example"}`;
  const students = Array.from({ length: 20_000 }, (_, i) => student(i + 1));
  const whole = `{"students":[${students.join(',')}]}`;
  assert.deepEqual(await problemsOf(`\ufeff${whole}`), []);
  await notJson(whole.slice(0, -2), /^students\[19999\], at character \d+: Unexpected end$/);
  await notJson(whole.slice(0, -20), /^students\[19999\], at character \d+: Unexpected end$/);
  await notJson(whole.replace(student(15_000), student(15_000).slice(1)), /^students\[14999\], .*Unexpected ":"$/);
  await notJson(whole.replace('"id":9999,', '"id":09999,'), /^students\[9998\], at character \d+: .*JSON/);
  await notJson(`${whole},`, /^after the end, at character \d+: Unexpected ","$/);
  await notJson('', /^at character 1: Unexpected end$/);
  const bytes = Buffer.from(whole);
  bytes[600_000] = 0xff;
  await notJson(bytes, /^not UTF-8 between byte 524288 and byte 786432$/);
  await notJson(
    Buffer.concat([Buffer.from(`{"students":[${student(1)}]}`), Buffer.from([0xc3])]),
    /^not UTF-8 between/,
  );
  await notJson(Buffer.from('\ufeff{}', 'utf16le'), /^not UTF-8/);
  await assert.rejects(readImportFile(join(folder, 'missing.json')), { code: 'ENOENT' });
  await assert.rejects(readImportFile(folder), { code: 'EISDIR' });
});
