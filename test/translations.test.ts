import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '#errors.ts';
import { kindsOfManagers } from '#event/catalogue.ts';
import { kinds } from '../web/src/event/kinds.ts';

const web = join(import.meta.dirname, '../web/src');
type Words = { [key: string]: string | Words };
const wordsOf = (file: string): Words => JSON.parse(readFileSync(join(web, `i18n/${file}.json`), 'utf8'));
const flat = (words: Words, at = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[at + key, value] as [string, string]] : flat(value, `${at + key}.`),
  );
const allOf = (language: string) => new Map([language, `${language}.rare`].flatMap((file) => flat(wordsOf(file))));
const english = allOf('en');
const italian = allOf('it');
const blanks = (text: string) => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).sort();

test('English and Italian have the same keys, with the same blanks, and nothing empty', () => {
  assert.deepEqual([...italian.keys()].sort(), [...english.keys()].sort());
  for (const [key, text] of english) {
    assert.deepEqual(blanks(italian.get(key) ?? ''), blanks(text), key);
    assert.ok(text && italian.get(key), key);
  }
});

test('every text that the pages ask for is there', () => {
  const asked = globSync('**/*.{ts,tsx}', { cwd: web }).flatMap((file) => {
    const found = readFileSync(join(web, file), 'utf8').matchAll(/\bt\(\s*(?:\w+ \? )?'([a-zA-Z]+\.[a-zA-Z_.]+)'/g);
    return [...found].map((m) => m[1] ?? '');
  });
  const missing = asked.filter((key) => !english.has(key) && !english.has(`${key}_other`));
  assert.ok(asked.length > 300, `only ${asked.length} texts are asked for`);
  assert.deepEqual(missing, []);
});

test('every code that the server refuses with has its words', () => {
  const forPrograms = new Set([
    'invalid_request',
    'method_not_allowed',
    'unsupported_media_type',
    'idempotency_key_reused',
  ]);
  const missing = Object.keys(catalogue).filter((code) => !forPrograms.has(code) && !english.has(`error.${code}`));
  assert.deepEqual(missing, []);
});

test('every kind of event in the history of a license manager has its words, and can be asked for', () => {
  assert.deepEqual([...kinds].sort(), [...kindsOfManagers].sort());
  const keys = kinds.flatMap((kind) => ['kinds', 'sentence'].map((part) => `event.${part}.${kind.replace('.', '_')}`));
  assert.deepEqual(
    keys.filter((key) => !english.has(key) || !italian.has(key)),
    [],
  );
});
