import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const LINES = 3000;

const program = `
  const { createLog, infoLines } = await import(${JSON.stringify(join(import.meta.dirname, 'log.ts'))});
  const log = createLog('info');
  infoLines(createLog('warn'))({ msg: 'of no interest' });
  const write = infoLines(log);
  for (let line = 0; line < ${LINES}; line += 2) {
    log.info({ line, name: 'Zoë 学生' }, 'request');
    write({ line: line + 1, code: undefined, name: 'Zoë 学生', msg: 'request' });
  }
  log.error({ err: new Error('no such table', { cause: new Error('gone') }), token: { token: 'secret' } }, 'request failed');
`;

test('every line is written by the end of the process, in order, whatever letters it holds', () => {
  const from = Date.now();
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, LINES + 1);
  for (const [at, { time, ...line }] of lines.slice(0, LINES).entries()) {
    assert.deepEqual(line, { level: 'info', line: at, name: 'Zoë 学生', msg: 'request' });
  }
  const last = lines[LINES];
  assert.deepEqual(
    [last.err.message, last.err.cause.message, last.token],
    ['no such table', 'gone', { token: '[Redacted]' }],
  );
  const times = lines.map(({ time }) => Date.parse(time));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.notEqual(times[0], times[LINES]);
  assert.ok((times[0] ?? 0) >= from && (times[LINES] ?? Infinity) <= Date.now());
});
