/** Mail servers that hang, refuse and come back. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { isPermanent } from '../mail/sender.ts';

const main = join(import.meta.dirname, '..', 'main.js');

/** A mail server that accepts connections, and perhaps commands, and never says that it has taken a mail. */
const talks = {
  'says nothing': () => {},
  'hangs after DATA': (socket: Socket) => {
    socket.write('220 mail.example\r\n');
    socket.on('data', (chunk) => {
      if (/^DATA/i.test(String(chunk))) socket.write('354 go on\r\n');
      else if (/^(EHLO|HELO|MAIL|RCPT)/i.test(String(chunk))) socket.write('250 yes\r\n');
    });
  },
};

onBothEngines('an outage of the mail server', (engine) => {
  const withMail = async (work: (place: Awaited<ReturnType<typeof emptyDatabase>>, db: Database) => Promise<void>) => {
    const place = await emptyDatabase(engine);
    const db = connect({ url: place.url, poolSize: 2, onFatal: () => {} });
    try {
      await migrate(db, 0);
      await db.write((tx) =>
        tx.script(`insert into outbox (id, channel, kind, recipient, payload, created_at, run_at, attempts, error)
          values ('m', 'mail', 'sign_in_link', 'a@alder.example', '{"url":"https://carrel.example/x"}', 0, 0, 0, null)`),
      );
      await work(place, db);
    } finally {
      await db.close();
      await place.dispose();
    }
  };
  const mail = async (db: Database) =>
    (await db.read.kysely.selectFrom('outbox').select(['run_at', 'done_at', 'locked_until']).execute())[0];
  const settings = (place: { url: string; dataDir: string }) => ({
    PATH: process.env.PATH,
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.url,
    SECRET_KEY: '7Qz!pW2#vK9$mX4&bN6*hG3^rT8@dL5%',
    PORT: '0',
  });

  for (const [name, talk] of Object.entries(talks)) {
    test(`does not hold up a stop where it ${name}, and the mail waits for the next server`, () =>
      withMail(async (place, db) => {
        const smtp = createServer((socket) => {
          socket.on('error', () => {});
          talk(socket);
        }).listen(0, '127.0.0.1');
        await once(smtp, 'listening');
        const env = { ...settings(place), SMTP_URL: `smtp://127.0.0.1:${(smtp.address() as AddressInfo).port}` };
        const server = spawn(process.execPath, [main, 'serve'], { env });
        let said = '';
        for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
        await once(smtp, 'connection');
        while (!said.includes('"serving"')) await once(server.stdout, 'data');
        server.kill('SIGTERM');
        assert.deepEqual(await once(server, 'exit'), [0, null], said);
        assert.doesNotMatch(said, /not open|Warning|could not be recorded/);
        assert.deepEqual(await mail(db), { run_at: 0, done_at: null, locked_until: null });
        smtp.close();
      }));
  }

  test('is over for the mails that wait, by command', () =>
    withMail(async (place, db) => {
      await db.write((tx) => tx.script(`update outbox set run_at = 9000000000000, attempts = 4, error = 'no answer'`));
      const { stdout } = await promisify(execFile)(process.execPath, [main, 'outbox', 'retry', '--waiting'], {
        env: settings(place),
      });
      assert.equal(stdout, '1 mail will be tried at once\n');
      assert.equal((await mail(db))?.run_at, 0);
    }));
});

test('a refusal of the sender, or of everybody, is not one of this mail', () => {
  const refused = (command: string, response: string) =>
    isPermanent({ command, response, responseCode: Number(response.slice(0, 3)) });
  assert.equal(refused('MAIL FROM', '550 5.1.8 Sender unknown'), false);
  assert.equal(refused('RCPT TO', '554 5.7.1 Relay access denied'), false);
  assert.equal(refused('RCPT TO', '550 relaying not permitted'), false);
  assert.equal(refused('RCPT TO', '550 5.1.1 User unknown'), true);
  assert.equal(refused('RCPT TO', '550 No such user here'), true);
  assert.equal(refused('DATA', '554 5.6.0 Message refused'), true);
  assert.equal(refused('RCPT TO', '450 4.2.0 Try later'), false);
});
