/** An account that is deleted at any moment of a request of its owner makes no request fail. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { makeAccount, openBrowser, PASSWORD, signedIn } from '../../test/support/accounts.ts';
import { type Answer, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { now } from '../context.ts';
import { system } from '../event/record.ts';
import { deleteAccount } from './manage.ts';

onBothEngines('an account that is deleted while it is used', (engine) => {
  let app: TestApp;
  let people = 0;

  before(async () => {
    app = await startApp(engine, { world: cast() });
  });

  /** Does `act`, and deletes the account right before its write of this number. Answers whether there was one. */
  async function deletedBefore(number: number, email: string, act: () => Promise<Answer>): Promise<[Answer, boolean]> {
    const { db } = app.context;
    const write = db.write;
    let left = number;
    db.write = async (...asked: Parameters<typeof write>) => {
      if (--left === 0) {
        const by = { who: { email }, by: system, now: now(app.context) };
        await write.call(db, (tx) => deleteAccount(tx, by));
      }
      return write.apply(db, asked) as never;
    };
    try {
      return [await act(), left <= 0];
    } finally {
      db.write = write;
    }
  }

  async function atEveryMoment(act: (email: string) => Promise<() => Promise<Answer>>): Promise<void> {
    for (let number = 1; ; number++) {
      const email = `gone${++people}@alder.example`;
      const [answer, deleted] = await deletedBefore(number, email, await act(email));
      assert.ok(answer.status < 500 || answer.status === 503, `${number}: ${answer.text}`);
      if (answer.status === 503) assert.equal(answer.headers.get('retry-after'), '1');
      if (!deleted) return assert.ok(number > 1, 'something was written');
    }
  }

  test('is told to try again, or that it is gone, at a sign-in', () =>
    atEveryMoment(async (email) => {
      await makeAccount(app, { email });
      return () => openBrowser(app.url).signIn(email);
    }));

  test('and where somebody who is signed in changes it', async () => {
    const changes: [path: string, body?: object][] = [
      ['two-factor/enable', { password: PASSWORD }],
      ['change-password', { currentPassword: PASSWORD, newPassword: 'another long password' }],
      ['revoke-other-sessions'],
      ['sign-out'],
    ];
    for (const [path, body] of changes) {
      await atEveryMoment(async (email) => {
        const browser = await signedIn(app, { email });
        return () => browser.post(`/api/auth/${path}`, body);
      });
    }
  });
});
