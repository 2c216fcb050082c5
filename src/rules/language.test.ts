import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantedLanguage } from './language.ts';

test('the language of a request is the most wanted of ours', () => {
  const cases: [string | undefined, string | null][] = [
    [undefined, null],
    ['', null],
    ['it', 'it'],
    ['it-CH, en;q=0.8', 'it'],
    ['IT-it', 'it'],
    ['de-DE, it;q=0.3, en;q=0.7', 'en'],
    ['en;q=0, it;q=0.1', 'it'],
    ['de, fr;q=0.5', null],
    ['*', null],
    ['it;q=abc', 'it'],
    [' en ; q = 0.2 , it ; q = 0.9', 'it'],
    ['italian', null],
  ];
  for (const [header, language] of cases) assert.equal(wantedLanguage(header), language, String(header));
});
