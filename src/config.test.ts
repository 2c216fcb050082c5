/** The settings, by what running.md promises of them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig, SettingError } from './config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'carrel-settings-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

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
  PUBLIC_URL: ['garbage', 'http://', 'ftp://x', 'http://u:hidden@x', 'http://x?a=b', 'http://x#f', 'http://a b'],
  SECRET_KEY: ['hidden', 'x'.repeat(31)],
  SMTP_URL: ['hidden', 'smtp://', 'http://x', 'smtp://u:hidden@h:99999'],
  RATE_LIMIT_PER_MINUTE: ['-1', '1.5', 'x'],
  LOG_LEVEL: ['nonsense', 'INFO', '30'],
  EXPIRY_REMINDER_DAYS: ['-1', '366'],
  TRUSTED_PROXIES: ['x', '10.0.0.0/33'],
  METRICS_PORT: ['x'],
};

for (const [name, values] of Object.entries(wrong)) {
  test(`${name} that is wrong is told by its name, in one line and without a secret`, () => {
    for (const value of values) {
      const [line = '', ...more] = problems({ SECRET_KEY: 'k'.repeat(32), [name]: value });
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
  const key = { SECRET_KEY: 'k'.repeat(32) };
  assert.deepEqual(problems({ ...key, DATABASE_URL: 'postgres://u:p@one:5432,two:5433/carrel' }), []);
  assert.deepEqual(problems({ ...key, DATABASE_URL: 'postgres:///carrel?host=/run/postgresql' }), []);
  assert.equal(read({ PUBLIC_URL: 'https://x.example/carrel/' }).publicUrl, 'https://x.example/carrel');
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
