/** The published example bodies, answered to the byte by a world that holds them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportFile } from '#import/schema.ts';
import { onBothEngines, startApp } from './support/app.ts';

const SQLBI = 99999;
const manager = { id: SQLBI, name: 'SQLBI', email: 'info@sqlbi.com', allowedDomains: ['sqlbi.com'] };
const student = { id: 16521, name: 'Student', email: 'student@sqlbi.com' };
const dax = { id: 37571, title: 'Mastering DAX Video Course' };
const long = { managerId: SQLBI, start: '2022-11-13T19:46:06+00:00', end: '2025-11-13T00:00:00+00:00' };
const someone = (id: number) => ({ id, name: `Person ${id}`, email: `person${id}@sqlbi.com` });

async function answerTo(
  engine: Parameters<typeof startApp>[0],
  world: ImportFile,
  path: string,
  body?: object,
): Promise<string> {
  const app = await startApp(engine, { world: { managers: [manager], students: [student], ...world } });
  const client = await app.client(SQLBI);
  const answer = body ? await client.post(path, body) : await client.get(path);
  assert.equal(answer.status, 200, answer.text);
  return answer.text;
}

onBothEngines('the published examples', (engine) => {
  test('Me', async () => {
    const untransferable = Array.from({ length: 9 }, (_, i) => ({
      id: i + 1,
      courseId: dax.id,
      transferable: false,
      licenses: i < 8 ? 2 : 8,
      ...long,
    }));
    const transferable = Array.from({ length: 4 }, (_, i) => ({
      id: i + 10,
      courseId: dax.id,
      transferable: true,
      licenses: 1,
      ...long,
    }));
    assert.equal(
      await answerTo(engine, { courses: [dax], pools: [...untransferable, ...transferable] }, '/v1/me'),
      '{"id":99999,"name":"SQLBI","email":"info@sqlbi.com","pools":13,"licenses":28,"untransferableLicenses":24,"transferableLicenses":4,"allowedDomainsForTransferableLicenses":["sqlbi.com"]}',
    );
  });

  test('Course: the example shows one of its pools; the sums need the others', async () => {
    const licenses = [16521, 1, 2, 3].map((studentId, i) => ({
      id: i + 1,
      poolId: studentId === 16521 ? 21 : 22,
      studentId,
      start: '2023-01-01T00:00:00Z',
      end: long.end,
    }));
    const world = {
      courses: [dax],
      pools: [
        { id: 21, courseId: dax.id, transferable: false, licenses: 1, ...long },
        { id: 22, courseId: dax.id, transferable: false, licenses: 9, ...long },
      ],
      students: [student, someone(1), someone(2), someone(3)],
      licenses,
    };
    const course = await answerTo(engine, world, '/v1/course/37571');
    const published =
      '{"id":"37571","title":"Mastering DAX Video Course","licenses":10,"assignedLicenses":4,"availableLicenses":6,"pools":[{"id":21,"start":"2022-11-13T19:46:06+00:00","end":"2025-11-13T00:00:00+00:00","transferable":false,"licenses":1,"assignedLicenses":1,"availableLicenses":0}';
    assert.equal(course.slice(0, published.length), published);
    assert.equal(JSON.parse(course).pools.length, 2);
  });

  test('Pool', async () => {
    const world = {
      courses: [dax],
      pools: [{ id: 21, courseId: dax.id, transferable: false, licenses: 10, ...long }],
      licenses: [{ id: 1, poolId: 21, studentId: 16521, start: '2024-01-01T00:00:00Z', end: long.end }],
    };
    assert.equal(
      await answerTo(engine, world, '/v1/pool/21'),
      '{"id":"21","course":{"id":"37571","title":"Mastering DAX Video Course"},"start":"2022-11-13T19:46:06+00:00","end":"2025-11-13T00:00:00+00:00","transferable":false,"licenses":10,"assignedLicenses":1,"availableLicenses":9}',
    );
  });

  const license29 = {
    courses: [{ id: 51030, title: 'Another course' }],
    pools: [{ id: 26, courseId: 51030, transferable: true, licenses: 1, ...long }],
    licenses: [
      { id: 29, poolId: 26, studentId: 16521, start: '2024-04-17T15:23:08+00:00', end: '2025-01-01T00:00:00+00:00' },
    ],
  };

  test('License', async () => {
    assert.equal(
      await answerTo(engine, license29, '/v1/license/29'),
      '{"id":"29","poolId":"26","courseId":"51030","start":"2024-04-17T15:23:08+00:00","end":"2025-01-01T00:00:00+00:00","active":true,"revokable":true,"editable":true,"student":{"id":"16521","name":"Student","email":"student@sqlbi.com"}}',
    );
  });

  test('License as answered by POST', async () => {
    const world = {
      courses: [dax, ...license29.courses],
      pools: [...license29.pools, { id: 12, courseId: dax.id, transferable: true, licenses: 5, ...long }],
      licenses: license29.licenses.map((license) => ({ ...license, id: 37 })),
    };
    assert.equal(
      await answerTo(engine, world, '/v1/pool/12/license', { email: 'student@sqlbi.com', endDate: '2024-05-01' }),
      '{"id":38,"poolId":12,"courseId":"37571","start":"2024-04-19T06:36:10+00:00","end":"2024-05-01T00:00:00+00:00","active":true,"revokable":true,"editable":true,"student":{"id":16521,"name":"Student","email":"student@sqlbi.com"}}',
    );
  });

  test('Student', async () => {
    const untransferable = { managerId: SQLBI, transferable: false, licenses: 2, start: '2024-01-01T00:00:00Z' };
    const world = {
      courses: [
        { id: 718435, title: 'SQLBI+' },
        { id: 65104, title: 'Data Modeling for Power BI Video Course' },
      ],
      pools: [
        { id: 33, courseId: 718435, ...untransferable, end: '2024-10-29T07:16:28+00:00' },
        { id: 37, courseId: 65104, ...untransferable, end: '2027-04-18T00:00:00+00:00' },
      ],
      licenses: [
        { id: 31, poolId: 33, studentId: 16521, start: '2024-04-18T06:48:42+00:00', end: '2024-10-29T07:16:28+00:00' },
        { id: 32, poolId: 37, studentId: 16521, start: '2024-04-10T06:50:09+00:00', end: '2027-04-18T00:00:00+00:00' },
      ],
      progress: [
        { studentId: 16521, courseId: 718435, percent: 50, completed: null },
        { studentId: 16521, courseId: 65104, percent: 100, completed: '2024-04-18T01:07:00+00:00' },
      ],
    };
    const body =
      '{"id":16521,"name":"Student","email":"student@sqlbi.com","courses":[{"id":"718435","title":"SQLBI+","poolId":33,"licenseId":31,"licenseActive":true,"licenseRevokable":false,"licenseEditable":false,"start":"2024-04-18T06:48:42+00:00","end":"2024-10-29T07:16:28+00:00","progress":50,"completed":null},{"id":"65104","title":"Data Modeling for Power BI Video Course","poolId":37,"licenseId":32,"licenseActive":true,"licenseRevokable":false,"licenseEditable":false,"start":"2024-04-10T06:50:09+00:00","end":"2027-04-18T00:00:00+00:00","progress":100,"completed":"2024-04-18T01:07:00+00:00"}]}';
    assert.equal(await answerTo(engine, world, '/v1/student?id=16521'), body);
    assert.equal(await answerTo(engine, world, '/v1/student?email=Student@SQLBI.com'), body);
  });
});
