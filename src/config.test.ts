/** The settings, by what running.md promises of them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readConfig } from './config.ts';
import { SettingError } from './setting-error.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'carrel-settings-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

const KEY = 'a key for tests, of 32 bytes or more';

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, ...env });

/** The lines that say what is wrong. */
function problems(env: Record<string, string>): string[] {
  try {
    read(env);
  } catch (error) {
    assert.ok(error instanceof SettingError, String(error));
    return error.message.split('\n');
  }
  return [];
}

const wrong: Record<string, string[]> = {
  PORT: ['70000', 'abc', '-1', '1.5', '0x50', '1e3', ' '],
  DATABASE_POOL_SIZE: ['0', 'x', '1001'],
  DATABASE_URL: [
    'nonsense',
    'mysql://u:hidden@h/d',
    'sqlite:',
    'sqlite::memory:',
    'postgres://',
    'postgres://u:hidden@',
  ],
  PUBLIC_URL: [
    'garbage',
    'x.example',
    'http://',
    'http:x',
    'ftp://x',
    'http://u:hidden@x',
    'http://:hidden@x',
    'http://x?a=b',
    'http://x?',
    'http://x#f',
    'http://a b',
    'https://x/api',
    'https://x/API/../api/licensing',
    'https://x/assets/',
    'https://x/a//b',
    'https://x/a%20b',
    'https://x/a;b',
    'https://x/bücher',
  ],
  SECRET_KEY: [
    'hidden',
    'x'.repeat(31),
    'k'.repeat(40),
    'hiddenhiddenhiddenhiddenhiddenhidden',
    'abababababababababababababababababab',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    '0123456789012345678901234567890123456789',
    '1111111111111111111111111111111122222222222222',
    'at least 32 bytes, for example from: openssl rand -base64 48',
    'change-me-change-it-or-be-hidden-by-it-1',
  ],
  SMTP_URL: ['hidden', 'smtp://', 'http://x', 'smtp://u:hidden@h:99999'],
  RATE_LIMIT_PER_MINUTE: ['-1', '1.5', 'x'],
  PUBLISHER_RATE_LIMIT_PER_MINUTE: ['-1', '1.5', 'x'],
  MAX_CONNECTIONS: ['0', '9', '-1', 'many'],
  LOG_LEVEL: ['nonsense', 'INFO', '30'],
  EXPIRY_REMINDER_DAYS: ['-1', '366'],
  TRUSTED_PROXIES: ['x', '10.0.0.0/33'],
  METRICS_PORT: ['x'],
  XAPI_RATE_LIMIT_PER_MINUTE: ['-1', 'x'],
  XAPI_RETENTION_DAYS: ['-1', '1.5'],
  PLAYER_RATE_LIMIT_PER_MINUTE: ['-1', 'x'],
  PUBLISHER_LOGO: ['/nowhere/logo.png', import.meta.dirname, import.meta.filename],
};

for (const [name, values] of Object.entries(wrong)) {
  test(`${name} that is wrong is told by its name, in one line and without a secret`, () => {
    for (const value of values) {
      const [line = '', ...more] = problems({ SECRET_KEY: KEY, [name]: value });
      assert.match(line, new RegExp(`^${name}\\b`), `${value}: ${line}`);
      assert.deepEqual(more, [], value);
      assert.doesNotMatch(line, /hidden/);
    }
  });
}

test('every setting that is wrong is told at once', () => {
  const names = problems({ PORT: 'x', LOG_LEVEL: 'x', RATE_LIMIT_PER_MINUTE: '-1' }).map((line) => line.split(' ')[0]);
  assert.deepEqual(names.sort(), ['LOG_LEVEL', 'PORT', 'RATE_LIMIT_PER_MINUTE']);
});

test('DATA_DIR is a folder that can be written to, or that can be made', () => {
  writeFileSync(join(dataDir, 'file'), '');
  for (const path of [join(dataDir, 'file'), join(dataDir, 'file', 'below')]) {
    assert.match(problems({ DATA_DIR: path }).join('\n'), /^DATA_DIR must be a folder.*ENOTDIR.*$/);
  }
  read({ DATA_DIR: join(dataDir, 'new', 'deep') });
  assert.equal(statSync(join(dataDir, 'new', 'deep', 'secret.key')).mode & 0o777, 0o600);
});

test('SECRET_KEY is required with PostgreSQL, and made once with SQLite', () => {
  assert.match(problems({ DATABASE_URL: 'postgres://localhost/x' }).join('\n'), /^SECRET_KEY is required.*$/);
  assert.deepEqual(read({}).secretKey, read({}).secretKey);
});

test('an address of several servers, a socket and a public path are right', () => {
  const key = { SECRET_KEY: KEY };
  assert.deepEqual(problems({ ...key, DATABASE_URL: 'postgres://u:p@one:5432,two:5433/carrel' }), []);
  assert.deepEqual(problems({ ...key, DATABASE_URL: 'postgres:///carrel?host=/run/postgresql' }), []);
  assert.equal(read({ PORT: '8080' }).publicUrl, 'http://localhost:8080');
});

test('DATA_DIR that cannot be used is told with the folder, its owner and who asks', () => {
  const file = join(dataDir, 'a-file');
  writeFileSync(file, '');
  assert.match(problems({ DATA_DIR: file })[0] ?? '', /^DATA_DIR .*\/a-file is a file, not a folder$/);
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const [line = ''] = problems({ DATA_DIR: '/proc/carrel' });
  assert.match(
    line,
    new RegExp(`^DATA_DIR .*: /proc belongs to uid 0, group 0, mode 0555, and Carrel runs as uid ${uid} `),
  );
});

test('a public address is kept in one form', () => {
  const forms = {
    'https://x.example/carrel/': 'https://x.example/carrel',
    'HTTPS://X.Example': 'https://x.example',
    'https://x.example:443/a/b-c_1.2~3//': 'https://x.example/a/b-c_1.2~3',
    'http://x.example:80/': 'http://x.example',
    ' https://bücher.example ': 'https://xn--bcher-kva.example',
    'http://[::1]:3000': 'http://[::1]:3000',
  };
  for (const [given, kept] of Object.entries(forms)) assert.equal(read({ PUBLIC_URL: given }).publicUrl, kept);
});

test('random keys are taken, however they are written', () => {
  for (let n = 0; n < 200; n++) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      assert.deepEqual(problems({ SECRET_KEY: randomBytes(32).toString(encoding) }), []);
    }
  }
  assert.deepEqual(problems({ SECRET_KEY: randomBytes(16).toString('hex') }), []);
});

describe('secrets in files', () => {
  const file = (name: string, text: string) => {
    const path = join(dataDir, name);
    writeFileSync(path, text);
    return path;
  };
  const oidc = { OIDC_ISSUER: 'https://issuer.example', OIDC_CLIENT_ID: 'carrel' };

  test('are read without the end of their line', () => {
    const config = read({
      SECRET_KEY_FILE: file('key', `${KEY}\n`),
      DATABASE_URL_FILE: file('database', 'postgres://u:p@h/d\r\n'),
      SMTP_URL_FILE: file('smtp', 'smtp://u:p@h'),
      OIDC_CLIENT_SECRET_FILE: file('oidc', ' secret \n\n'),
      ...oidc,
    });
    assert.equal(config.secretKey.toString(), KEY);
    assert.equal(config.databaseUrl, 'postgres://u:p@h/d');
    assert.equal(config.smtpUrl, 'smtp://u:p@h');
    assert.equal(config.oidc?.clientSecret, ' secret \n');
  });

  test('are told by name where a file cannot be read, is empty, or the setting is given as well', () => {
    const empty = file('empty', '\n');
    assert.deepEqual(
      problems({
        SECRET_KEY: KEY,
        SECRET_KEY_FILE: file('key', KEY),
        DATABASE_URL_FILE: join(dataDir, 'absent'),
        SMTP_URL_FILE: dataDir,
        OIDC_CLIENT_SECRET_FILE: empty,
        ...oidc,
        PORT: 'x',
      }),
      [
        'SECRET_KEY_FILE: SECRET_KEY is set as well; set one of the two',
        `DATABASE_URL_FILE: ${join(dataDir, 'absent')} cannot be read (ENOENT)`,
        `SMTP_URL_FILE: ${dataDir} cannot be read (EISDIR)`,
        `OIDC_CLIENT_SECRET_FILE: ${empty} is empty`,
        'PORT must be a whole number from 0 to 65535, not “x”',
      ],
    );
  });

  test('are as wrong as without a file', () => {
    assert.match(problems({ SECRET_KEY_FILE: file('weak', 'k'.repeat(40)) }).join(), /^SECRET_KEY can be guessed/);
    assert.match(problems({ DATABASE_URL_FILE: file('wrong', 'nonsense') }).join(), /^DATABASE_URL must be/);
  });

  test('a name without a value names no file', () => assert.deepEqual(problems({ SMTP_URL_FILE: '' }), []));
});
