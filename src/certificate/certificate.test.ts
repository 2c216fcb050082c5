/** Certificates: when they are made, what their pages say, and what becomes of them. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { changeBrand } from '../brand/brand.ts';
import { now } from '../context.ts';
import { system } from '../event/record.ts';
import { rotateSigningKey } from '../signing/keys.ts';
import { issueMissing } from './backfill.ts';
import { runsOf } from './fonts.ts';

/** A picture of one dot. */
const LOGO = {
  type: 'image/png' as const,
  bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

interface Certificate {
  id: string;
  url: string;
  student: { id: number };
  course: { id: string; title: string };
  revoked: string | null;
  reason: string | null;
}

onBothEngines('certificates', (engine) => {
  let app: TestApp;
  let alice: Client;
  let publisher: Client;
  let next = 0;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { publisherName: 'Carrel Courses', publisherLogo: LOGO } });
    alice = await app.client(ALICE);
    publisher = await app.publisher();
    await certify(DAX, 1);
  });

  const certify = (id: number, certificates: 0 | 1) =>
    app.context.db.write((tx) => tx.kysely.updateTable('course').set({ certificates }).where('id', '=', id).execute());
  const someone = async (name = 'Zoë Müller-Łukasz', pool = SHARED) => {
    const email = `person${next++}@alder.example`;
    for (const { id, poolId } of (await alice.get('/v1/licenses?pageSize=100')).body)
      if (poolId === String(pool)) await alice.delete(`/v1/license/${id}`);
    const { status, body, text } = await alice.post(`/v1/pool/${pool}/license`, { email, name });
    assert.equal(status, 200, text);
    return { email, id: body.student.id as number, license: body.id as number };
  };
  const complete = (studentId: number, courseId = DAX) =>
    publisher.post('/v1/progress', { reports: [{ studentId, courseId: String(courseId), percent: 100 }] });
  const certificatesOf = async (student: number): Promise<Certificate[]> =>
    (await publisher.get(`/v1/certificates?studentId=${student}`)).body;
  const page = (url: string, language = 'en') =>
    request(url.replace(app.context.config.publicUrl, app.url), { headers: { 'accept-language': language } });

  test('are made once, by whoever completes a course how often', async () => {
    const { id } = await someone();
    await Promise.all(Array.from({ length: 6 }, () => complete(id)));
    const [certificate, ...more] = await certificatesOf(id);
    assert.ok(certificate && more.length === 0);
    assert.match(certificate.url, /\/certificate\/[\w-]{22}$/);
    const events = (await alice.get('/v1/events?kind=certificate.issued')).body;
    assert.equal(events.filter(({ student }: { student: { id: number } }) => student.id === id).length, 1);
    await complete(id, SQL);
    assert.equal((await certificatesOf(id)).length, 1, 'a course without certificates has none');
  });

  test('have a page that verifies, a paper and a signed badge', async () => {
    const person = await someone();
    await complete(person.id);
    const [certificate] = (await certificatesOf(person.id)) as [Certificate];
    await alice.delete(`/v1/license/${person.license}`);
    const { status, text, headers } = await page(certificate.url);
    assert.equal(status, 200);
    assert.match(text, /Zoë Müller-Łukasz[\s\S]*Mastering DAX[\s\S]*19 April|April 19, 2024[\s\S]*is valid/);
    assert.match(
      text,
      /https:\/\/www\.linkedin\.com\/profile\/add\?startTask=CERTIFICATION_NAME&amp;name=Mastering\+DAX/,
    );
    assert.ok(!text.includes(person.email) && text.includes('<img src="data:image/png;base64,iVBOR'));
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.match((await page(certificate.url, 'it')).text, /Attestato di completamento[\s\S]*19 aprile 2024/);
    const paper = await request(`${certificate.url}.pdf`.replace(app.context.config.publicUrl, app.url), {});
    assert.deepEqual([paper.status, paper.headers.get('content-type')], [200, 'application/pdf']);
    assert.match(paper.text, /^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
    const badge = (await page(`${certificate.url}.json`)).body;
    assert.deepEqual([badge.type, badge.id], [['VerifiableCredential', 'OpenBadgeCredential'], certificate.url]);
    const jwt = (await page(`${certificate.url}.jwt`)).text;
    await rotateSigningKey(app.context, system);
    app.clock.forward(86_400);
    const keys = createLocalJWKSet((await request(`${app.url}/.well-known/jwks.json`, {})).body);
    for (const signed of [jwt, badge.proof.jwt]) {
      const { payload } = await jwtVerify(signed, keys, { currentDate: new Date(app.clock.ms) });
      const { credentialSubject, issuer } = payload as {
        credentialSubject: { achievement: { name: string } };
        issuer: { name: string };
      };
      assert.deepEqual(
        [payload.jti, credentialSubject.achievement.name, issuer.name],
        [certificate.url, 'Mastering DAX', 'Carrel Courses'],
      );
      assert.ok(!JSON.stringify(payload).includes(person.email));
    }
    app.clock.forward(-86_400);
  });

  test('are found by their whole address alone', async () => {
    const { id } = await someone();
    await complete(id);
    const [{ url }] = (await certificatesOf(id)) as [Certificate];
    for (const wrong of [
      url.slice(0, -1),
      `${url}A`,
      url.replace(/.{22}$/, 'A'.repeat(22)),
      `${url}.exe`,
      `${url.replace(/[\w-]+$/, '')}1`,
    ]) {
      const { status, text } = await page(wrong);
      assert.equal(status, 404, wrong);
      assert.match(text, /No such certificate/);
    }
  });

  test('are revoked with a reason, which the page says', async () => {
    const { id } = await someone();
    await complete(id);
    const [{ id: certificate, url }] = (await certificatesOf(id)) as [Certificate];
    assert.equal((await publisher.post(`/v1/certificates/${certificate}/revoke`, { reason: ' ' })).status, 400);
    assert.equal((await publisher.post(`/v1/certificates/${certificate}/revoke`, {})).status, 400);
    const revoked = await publisher.post(`/v1/certificates/${certificate}/revoke`, {
      reason: 'Taken <b>for</b> somebody else',
    });
    assert.deepEqual([revoked.status, revoked.body.reason], [200, 'Taken <b>for</b> somebody else']);
    const again = await publisher.post(`/v1/certificates/${certificate}/revoke`, { reason: 'x' });
    assert.deepEqual([again.status, again.body.code], [400, 'certificate_revoked']);
    const { text } = await page(url);
    assert.match(text, /was revoked on April 19, 2024[\s\S]*Taken &lt;b&gt;for/);
    assert.doesNotMatch(text, /is valid|linkedin/);
    const { body } = await page(`${url}.status.json`);
    assert.equal(body.revokedCredentials[0].revocationReason, 'Taken <b>for</b> somebody else');
    await complete(id);
    assert.equal((await certificatesOf(id)).length, 1, 'nobody gets another one');
    assert.equal((await publisher.get('/v1/certificates?revoked=true')).body[0].id, certificate);
    assert.equal((await publisher.post('/v1/certificates/987654/revoke', { reason: 'x' })).status, 404);
    assert.equal(
      (await (await app.publisher('read')).post(`/v1/certificates/${certificate}/revoke`, { reason: 'x' })).status,
      403,
    );
  });

  test('are made for what was completed before, once they are switched on', async () => {
    const early = await someone('Ann', SHARED_SQL);
    await complete(early.id, SQL);
    assert.deepEqual(await certificatesOf(early.id), []);
    await certify(SQL, 1);
    const all = async () => {
      while (await issueMissing(app.context.db, now(app.context)));
    };
    await all();
    const [first, ...none] = await certificatesOf(early.id);
    assert.deepEqual([first?.course.id, none], [String(SQL), []]);
    await certify(SQL, 0);
    await all();
    const between = await someone('Bea', SHARED_SQL);
    await complete(between.id, SQL);
    assert.deepEqual(await certificatesOf(between.id), []);
    await certify(SQL, 1);
    await all();
    assert.equal((await certificatesOf(between.id)).length, 1);
    assert.equal((await certificatesOf(early.id)).length, 1);
  });

  test('stand among the own licenses of the student', async () => {
    const person = await someone();
    await complete(person.id);
    const browser = await signedIn(app, { email: person.email });
    const [license] = (await browser.get('/api/app/my/licenses')).body;
    const [{ url }] = (await certificatesOf(person.id)) as [Certificate];
    const { linkedIn, ...rest } = license.certificate;
    assert.deepEqual([rest, license.launchable], [{ url, pdf: `${url}.pdf`, revoked: false }, false]);
    const filled = new URL(linkedIn).searchParams;
    assert.deepEqual([filled.get('certUrl'), filled.get('name')], [url, license.title]);
  });

  test('speak in the name that the publisher has set', async () => {
    const person = await someone();
    await complete(person.id);
    const named = (name: string | null) =>
      app.context.db.write((tx) => changeBrand(tx, { name }, system, now(app.context)));
    await named('Alder Academy');
    const browser = await signedIn(app, { email: person.email });
    const [{ certificate }] = (await browser.get('/api/app/my/licenses')).body;
    assert.match((await page(certificate.url)).text, /It was issued by Alder Academy\./);
    assert.match((await page(`${certificate.url}.json`)).text, /Alder Academy/);
    assert.equal(new URL(certificate.linkedIn).searchParams.get('organizationName'), 'Alder Academy');
    await named(null);
    assert.match((await page(certificate.url)).text, /It was issued by Carrel Courses\./);
  });

  test('can be written in the scripts of the font, and say where the name is in others', async () => {
    for (const name of ['Ann', 'Łukasz Żółć', 'Ольга Щербак', 'Ελένη Παπαδοπούλου', 'Nguyễn Thị Hồng', 'Zoe\u0308'])
      assert.ok(await runsOf(name, 600), name);
    for (const name of ['山田太郎', 'محمد', '👩‍🎓']) {
      assert.equal(await runsOf(name, 600), null);
      const { id } = await someone(name);
      await complete(id);
      const [{ url }] = (await certificatesOf(id)) as [Certificate];
      assert.equal((await page(`${url}.pdf`)).status, 200);
      assert.ok((await page(url)).text.includes(name));
    }
  });
});
