import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotableName } from './name.ts';

test('a name is quoted short, and never where a mail program would make a link of it', () => {
  for (const [name, quoted] of [
    ['Ann  Alder', 'Ann Alder'],
    ['Dr. J. R. Smith Jr.', 'Dr. J. R. Smith Jr.'],
    ['Łukasz 王芳', 'Łukasz 王芳'],
    ['Win at https://evil.example', null],
    ['www.evil', null],
    ['evil.example', null],
    ['visit evil.io/now', null],
    ['ann@alder.example', null],
    ['a\nb', 'a b'],
    ['  ', null],
    ['x'.repeat(100), `${'x'.repeat(59)}…`],
  ] as const) {
    assert.equal(quotableName(name), quoted, name);
  }
});
