/** What a server says at its start, and of those who come by another address, on its log. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { startMailServer } from '../../test/support/mail.ts';

const main = join(import.meta.dirname, '..', 'main.js');

interface Line {
  level: number | string;
  msg: string;
  url?: string;
  opened?: string;
}

onBothEngines('the log of serve', (engine) => {
  /** Starts a server, lets `visit` come, stops the server after its line `last`, and answers its lines. */
  const linesOf = async (
    settings: Record<string, string>,
    visit: (url: string) => Promise<unknown> = async () => {},
    last = /^serving$/,
  ) => {
    const database = await emptyDatabase(engine);
    const env = {
      PATH: process.env.PATH ?? '',
      DATA_DIR: database.dataDir,
      DATABASE_URL: database.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      PORT: '0',
      ...settings,
    };
    const server: ChildProcess = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(server, 'exit');
    const lines: Line[] = [];
    if (!server.stdout) throw new Error('no output');
    for await (const text of createInterface({ input: server.stdout })) {
      const line: Line = JSON.parse(text);
      lines.push(line);
      if (line.msg === 'serving') await visit(line.url ?? '');
      if (last.test(line.msg)) server.kill('SIGTERM');
    }
    await ended;
    await database.dispose();
    return lines;
  };
  const warnings = (lines: Line[]) =>
    lines.filter(({ level }) => level === 40 || level === 'warn').map(({ msg }) => msg);

  test('warns where mails stay here, and where everything can be read on the way', async () => {
    const [first = '', second = ''] = warnings(await linesOf({ PUBLIC_URL: 'http://carrel.example' }));
    assert.match(first, /^PUBLIC_URL is http:\/\/carrel\.example, without TLS: /);
    assert.match(second, /^SMTP_URL is not set: no mail is sent/);
    const quiet = { PUBLIC_URL: 'https://carrel.example', SMTP_URL: 'smtp://127.0.0.1:9' };
    assert.deepEqual(
      warnings(await linesOf(quiet)).filter((text) => /PUBLIC_URL|SMTP_URL is not set/.test(text)),
      [],
    );
    const local = warnings(await linesOf({ PUBLIC_URL: 'http://localhost:1234' }));
    assert.equal(local.filter((text) => text.includes('PUBLIC_URL')).length, 0);
  });

  test('tells in one line whether the mail server answers, or at which step it does not', async () => {
    const mails = await startMailServer();
    const { port } = new URL(mails.url);
    const aboutMail = /^SMTP_URL: |the mail server/;
    for (const [smtpUrl, told] of [
      [mails.url, /^the mail server answers$/],
      [
        `smtp://u:hidden@127.0.0.1:${port}?tls=required`,
        /^SMTP_URL: the mail server offers no encryption \(STARTTLS\)/,
      ],
      ['smtp://127.0.0.1:1', /^SMTP_URL: the mail server refused the connection: .*; mails wait until it works$/],
    ] as const) {
      const lines = (await linesOf({ SMTP_URL: smtpUrl }, undefined, aboutMail)).map(({ msg }) => msg);
      const about = lines.filter((msg) => aboutMail.test(msg));
      assert.equal(about.length, 1, lines.join('\n'));
      assert.match(about[0] ?? '', told);
      assert.doesNotMatch(lines.join('\n'), /hidden/);
    }
    await mails.close();
  });

  test('tells once of people who sign in by another address', async () => {
    const lines = await linesOf({ PUBLIC_URL: 'https://carrel.example' }, async (url) => {
      for (const origin of [url, url, 'https://carrel.example', 'null', 'x']) {
        await fetch(`${url}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
          body: '{"email":"a@b.example","password":"x"}',
        });
      }
    });
    const told = lines.filter(({ opened }) => opened);
    assert.equal(told.length, 1);
    assert.equal(told[0]?.opened, lines.find(({ url }) => url)?.url);
    assert.match(told[0]?.msg ?? '', /other address than PUBLIC_URL \(https:\/\/carrel\.example\).*drops the cookies/);
  });
});
