/** Whether mail goes out, as an operator asks. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { startMailServer } from '../../test/support/mail.ts';
import { readSmtpUrl } from '../mail/smtp-url.ts';

const main = join(import.meta.dirname, '../main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'carrel-mail-'));
after(() => rmSync(dataDir, { recursive: true }));

async function mailTest(smtpUrl: string, to = 'ann@alder.example') {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, SMTP_URL: smtpUrl };
  const command = spawn(process.execPath, [main, 'mail', 'test', '--to', to], { env });
  const ended = new Promise<number | null>((resolve) => command.once('exit', resolve));
  const [out, errors] = await Promise.all([text(command.stdout), text(command.stderr)]);
  return { code: await ended, out, lines: errors.split('\n').filter(Boolean) };
}

test('mail test sends one mail', async () => {
  const server = await startMailServer();
  const { code, out, lines } = await mailTest(server.url);
  assert.deepEqual([code, out, lines], [0, 'The mail server took a mail to ann@alder.example.\n', []]);
  assert.deepEqual(server.taken[0]?.recipients, ['ann@alder.example']);
  await server.close();
});

test('mail test names the step that fails, in one line and without the password', async () => {
  const refuse = (_at: unknown, _session: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error('not here'), { responseCode: 550 }));
  const passwords: unknown[] = [];
  const accept = (auth: { password?: string }, _session: unknown, done: (error: null, who: object) => void) => {
    passwords.push(auth.password);
    done(null, { user: 'u' });
  };
  const take = (stream: NodeJS.ReadableStream, _session: unknown, done: () => void) => stream.on('end', done).resume();
  const open = async (options: object) => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], ...options });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.server.address() as { port: number }).port };
  };
  const servers = await Promise.all([
    open({ onMailFrom: refuse }),
    open({ onRcptTo: refuse }),
    open({ allowInsecureAuth: true, onAuth: refuse }),
    open({ disabledCommands: [], onData: take }),
    open({ allowInsecureAuth: true, onAuth: accept, onData: take }),
  ]);
  const [sender, recipient, auth, tls, plain] = servers.map(({ port }) => port);
  const cases: [url: string, code: number, told: RegExp][] = [
    ['', 2, /^SMTP_URL is not set/],
    ['smtp://u:hidden@absent.invalid', 1, /^SMTP_URL: the name of the mail server was not found/],
    ['smtp://u:hidden@127.0.0.1:1', 1, /^SMTP_URL: the mail server refused the connection/],
    [`smtp://127.0.0.1:${sender}`, 1, /^SMTP_URL: the mail server refused the sender/],
    [`smtp://127.0.0.1:${recipient}`, 1, /^SMTP_URL: the mail server refused the recipient/],
    [`smtp://u:hidden@127.0.0.1:${auth}`, 1, /^SMTP_URL: the mail server refused the user or the password/],
    [`smtp://127.0.0.1:${tls}`, 1, /^SMTP_URL: the certificate of the mail server is not trusted/],
    [
      `smtp://u:hidden@127.0.0.1:${plain}?tls=required`,
      1,
      /^SMTP_URL: the mail server offers no encryption \(STARTTLS\)/,
    ],
    [`smtp://127.0.0.1:${plain}?tls=maybe`, 2, /^SMTP_URL: tls must be required, optional or off/],
    [`smtps://127.0.0.1:${sender}`, 1, /^SMTP_URL: encryption \(TLS\) failed/],
  ];
  for (const [url, code, told] of cases) {
    const answer = await mailTest(url);
    assert.deepEqual(
      [answer.code, answer.out, answer.lines.length],
      [code, '', 1],
      `${url} ${answer.lines.join('\n')}`,
    );
    assert.match(answer.lines[0] ?? '', told);
    assert.doesNotMatch(answer.lines[0] ?? '', /hidden/);
  }
  assert.deepEqual(passwords, [], 'no password without encryption');
  for (const [port, mode] of [
    [plain, ''],
    [plain, '?tls=optional'],
    [tls, '?tls=off'],
  ])
    assert.deepEqual((await mailTest(`smtp://127.0.0.1:${port}${mode}`)).code, 0, `${mode}`);
  for (const { server } of servers) server.close();
});

test('hosts outside must encrypt, unless the URL says otherwise', () => {
  const required = (host: string) => readSmtpUrl(`smtp://u:p@${host}`).requireTLS;
  for (const host of ['mail.example.com', '203.0.113.7:25', '[2001:db8::1]:587', '172.32.0.1', 'localhost.example'])
    assert.equal(required(host), true, host);
  const near = [
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'mailpit:1025',
    '127.9.9.9',
    '10.0.0.2',
    '192.168.1.1',
    '172.16.0.1',
  ];
  for (const host of [...near, '[::1]:25', '[fd00::1]', '[::ffff:10.0.0.1]', 'mail.example.com?tls=optional'])
    assert.equal(required(host), false, host);
  const off = { url: 'smtp://mail.example.com:25?pool=true', requireTLS: false, ignoreTLS: true };
  assert.deepEqual(readSmtpUrl('smtp://mail.example.com:25?tls=off&pool=true'), off);
});
