/** Mail servers that hang, refuse and come back. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { isPermanent } from '../mail/sender.ts';

const main = join(import.meta.dirname, '..', 'main.js');

/** Less than the mail library waits for an answer, and much more than a stop takes. */
const MAX_MS = 30_000;

/** Answers the commands that are named, and is silent after all others. */
const talk =
  (answers: Record<string, string>) =>
  (socket: Socket): void => {
    socket.write('220 mail.example\r\n');
    let inMail = false;
    socket.on('data', (chunk) => {
      const text = String(chunk);
      const ended = inMail && /(^|\r\n)\.\r\n$/.test(text);
      if (inMail && !ended) return;
      const [command = ''] = ended
        ? ['.']
        : text
            .trim()
            .toUpperCase()
            .split(/[ :\r\n]/);
      inMail = command === 'DATA';
      const answer = answers[command];
      if (answer !== undefined) socket.write(`${answer}\r\n`);
    });
  };

const toTheEnd = { EHLO: '250 yes', MAIL: '250 yes', RCPT: '250 yes', DATA: '354 go on' };

/** Mail servers that accept connections, and perhaps commands, and never say that they have taken a mail. */
const silences: Record<string, (socket: Socket) => void> = {
  'says nothing': () => {},
  'hangs after EHLO': talk({}),
  'hangs after STARTTLS': talk({ EHLO: '250-yes\r\n250 STARTTLS' }),
  'hangs in the handshake of TLS': talk({ EHLO: '250-yes\r\n250 STARTTLS', STARTTLS: '220 go on' }),
  'hangs after MAIL FROM': talk({ EHLO: '250 yes' }),
  'hangs after DATA': talk({ EHLO: '250 yes', MAIL: '250 yes', RCPT: '250 yes' }),
  'hangs after the mail': talk(toTheEnd),
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

  /** A server beside a mail server on loopback; `until` it is told to stop. */
  const stopped = async (
    place: { url: string; dataDir: string },
    serve: (socket: Socket) => void,
    until: () => Promise<void>,
  ): Promise<void> => {
    const smtp = createServer((socket) => {
      socket.on('error', () => {});
      serve(socket);
    }).listen(0, '127.0.0.1');
    await once(smtp, 'listening');
    const connected = once(smtp, 'connection');
    const env = { ...settings(place), SMTP_URL: `smtp://127.0.0.1:${(smtp.address() as AddressInfo).port}` };
    const server = spawn(process.execPath, [main, 'serve'], { env });
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
    try {
      await connected;
      while (!said.includes('"serving"')) await once(server.stdout, 'data');
      await until();
      server.kill('SIGTERM');
      const tooLong = setTimeout(() => server.kill('SIGKILL'), MAX_MS);
      assert.deepEqual(await once(server, 'exit'), [0, null], said);
      clearTimeout(tooLong);
      assert.doesNotMatch(said, /not open|Warning|could not be recorded/);
    } finally {
      server.kill('SIGKILL');
      smtp.close();
    }
  };

  for (const [name, serve] of Object.entries(silences)) {
    test(`does not hold up a stop where it ${name}, and the mail waits for the next server`, { timeout: 120_000 }, () =>
      withMail(async (place, db) => {
        await stopped(place, serve, async () => {});
        assert.deepEqual(await mail(db), { run_at: 0, done_at: null, locked_until: null });
      }),
    );
  }

  test('does not hold up a stop where it took the mail and hangs after QUIT', { timeout: 120_000 }, () =>
    withMail(async (place, db) => {
      const serve = talk({ ...toTheEnd, '.': '250 taken' });
      await stopped(place, serve, async () => {
        while ((await mail(db))?.done_at === null) await nextTurn();
      });
      const sent = await mail(db);
      assert.deepEqual([sent?.done_at === null, sent?.locked_until], [false, null]);
    }),
  );

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
