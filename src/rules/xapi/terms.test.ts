/** The small terms of xAPI, by tables of what they are and what they are not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaning } from './same.ts';
import { readSpans } from './spans.ts';
import * as terms from './terms.ts';

const tables: [name: string, rule: (text: string) => boolean, right: string[], wrong: string[]][] = [
  [
    'UUID',
    terms.isUuid,
    [
      '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
      'AA97B177-9383-4934-8543-0F91A7A02836',
      '00000000-0000-0000-0000-000000000000',
    ],
    [
      '',
      'AA97B177-9383-4934-8543-0F91A7A028368',
      'MA97B177-9383-4934-8543-0F91A7A02836',
      '6690e6c93ef04ed38b377f3964730bee',
      '{6690e6c9-3ef0-4ed3-8b37-7f3964730bee}',
      '6690e6c9-3ef0-4ed3-8b37-7f3964730bee\n',
    ],
  ],
  [
    'IRI',
    terms.isIri,
    [
      'http://example.com/a',
      'tag:example.com,2020:x',
      'urn:uuid:6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
      'https://例え.jp/パス?q=ü#ø',
      'http://a/%C3%A4',
      'mailto:a@b.c',
    ],
    [
      '',
      'example.com',
      '/a',
      'http:',
      'ab=c://should.fail',
      '1http://a',
      'http://a b',
      'http://a/%zz',
      'http://a/<b>',
      'http://a/"',
      'http://a\n',
      `http://${'a'.repeat(3000)}`,
    ],
  ],
  [
    'mailbox',
    terms.isMailbox,
    ['mailto:a@b.example', "mailto:o'neill+x@b.example", 'mailto:ü@bücher.example'],
    [
      '',
      'a@b.example',
      'mailto:',
      'mailto:a',
      'mailto:a@',
      'mailto:@b',
      'mailto:a b@c.example',
      'mailto:a@b@c',
      'mailto:a@b?subject=x y',
      'MAILTO:a@b.example',
      'mailto:<a@b.example>',
    ],
  ],
  [
    'SHA-1',
    terms.isSha1,
    ['cd9b00a5611f94eaa7b1661edab976068e364975', 'CD9B00A5611F94EAA7B1661EDAB976068E364975'],
    ['', 'cd9b', 'gd9b00a5611f94eaa7b1661edab976068e364975'],
  ],
  [
    'SHA-2',
    terms.isSha2,
    ['a'.repeat(56), 'A'.repeat(64), '0'.repeat(96), 'f'.repeat(128)],
    ['', 'a'.repeat(40), 'g'.repeat(64), 'a'.repeat(63)],
  ],
  [
    'media type',
    terms.isMediaType,
    ['text/plain', 'application/octet-stream', 'text/plain; charset=utf-8', 'image/svg+xml', 'text/plain;a="b c"'],
    ['', 'text', 'text/', '/plain', 'text/plain, text/html', 'text plain/x'],
  ],
  [
    'language tag',
    terms.isLanguageTag,
    [
      'en',
      'en-US',
      'zh-Hant-TW',
      'sr-Latn',
      'es-419',
      'de-CH-1901',
      'sl-rozaj-biske',
      'en-a-bbb-x-a-ccc',
      'x-private',
      'i-klingon',
      'zh-cmn-Hans-CN',
      'und',
      'art-lojban',
      'EN-gb',
    ],
    ['', 'e', 'a12345', 'en_US', 'en-', 'en-US-', 'abcdefghi', 'en-a', 'ü', 'en US', '12'],
  ],
  [
    'duration',
    terms.isDuration,
    ['PT1H0M0.1S', 'PT16559.14S', 'P3Y1M29DT4H35M59.14S', 'P3Y', 'P4W', 'PT0S', 'P1DT12H36M0.12567S', 'P1,5D', 'P0.5W'],
    [
      '',
      'P',
      'PT',
      'P1',
      'PA1H0M0S',
      'P4W1D',
      'P1Y4W',
      '1H',
      'PT1H1',
      'P1DT',
      '-P1D',
      'P1.5DT1H',
      'P0003-06-04T12:30:05',
      'PT1M1H',
      'pt1h',
    ],
  ],
  [
    'moment of ISO 8601',
    (text) => terms.readMoment(text) !== null,
    [
      '2008-09-15T15:53:00.601Z',
      '2008-09-15T15:53:00+05:30',
      '2008-09-15T15:53:00+0000',
      '2008-09-15T15:53:00+00',
      '2008-09-15T15:53',
      '2008-09-15T15:53:00',
      '2024-02-29T00:00:00Z',
      '2016-12-31T23:59:60Z',
      '0001-01-01T00:00:00Z',
    ],
    [
      '',
      'yesterday',
      '01/011/2015',
      '2015-11-18',
      '2008-09-15T15:53:00.601-00',
      '2008-09-15T15:53:00.601-0000',
      '2008-09-15T15:53:00.601-00:00',
      '2023-02-29T00:00:00Z',
      '2008-13-01T00:00:00Z',
      '2008-09-15T24:00:00Z',
      '2008-09-15T15:60:00Z',
      '2008-09-15T15:53:00+24:00',
      '12345',
      '1758-00-01T00:00:00Z',
    ],
  ],
  [
    'moment of RFC 3339',
    (text) => terms.readMoment(text, true) !== null,
    ['2008-09-15T15:53:00.601Z', '2008-09-15T15:53:00+05:30', '2008-09-15t15:53:00z'],
    [
      '2008-09-15T15:53Z',
      '2008-09-15T15:53:00',
      '2008-09-15T15:53:00+0530',
      '2008-09-15T15:53:00,6Z',
      '2008-09-15T15:53:00-00:00',
    ],
  ],
];

for (const [name, rule, right, wrong] of tables) {
  test(`${name}: what it is, and what it is not`, () => {
    assert.deepEqual(
      right.filter((text) => !rule(text)),
      [],
      'refused',
    );
    assert.deepEqual(wrong.filter(rule), [], 'taken');
  });
}

test('a moment in UTC keeps every digit', () => {
  const cases = {
    '2023-05-04T12:00:00-05:00': '2023-05-04T17:00:00.000Z',
    '2023-05-04T00:30:00.123456+01:00': '2023-05-03T23:30:00.123456Z',
    '2023-05-04T12:00:00.5Z': '2023-05-04T12:00:00.500Z',
  };
  for (const [given, expected] of Object.entries(cases)) {
    const read = terms.readMoment(given);
    assert.equal(read && terms.inUtc(read), expected);
  }
});

test('the parts of a text are found where they stand, and what cannot be kept is refused by its place', () => {
  const text = ' { "a" : [1.50, {"b\\u0041":"x\\"}"}], "10": null, "1": 2 }';
  const span = readSpans(text);
  assert.deepEqual([...(span.members?.keys() ?? [])], ['a', '10', '1'], 'in their order');
  const [first, second] = span.members?.get('a')?.items ?? [];
  assert.equal(first && text.slice(first.start, first.end), '1.50');
  assert.equal(second && text.slice(second.start, second.end), '{"b\\u0041":"x\\"}"}');
  assert.equal(readSpans(`"${'x'.repeat(7_000_000)}\\\\"`).end, 7_000_004, 'a text of any length');
  const refused: [string, string, RegExp][] = [
    ['{"a":1,"a":2}', '/a', /twice/],
    ['{"a":{"b/c":1,"b\\u002fc":2}}', '/a/b~1c', /twice/],
    ['[{"a":"\\u0000"}]', '/0/a', /NUL/],
    ['{"\\ud800":1}', '', /surrogate/],
    [`${'['.repeat(70)}${']'.repeat(70)}`, '', /levels/],
    [`[${'1,'.repeat(200_001)}1]`, '', /members and items/],
  ];
  for (const [json, pointer, detail] of refused) {
    assert.throws(
      () => readSpans(json),
      (error: { pointer: string; message: string }) => error.pointer === pointer && detail.test(error.message),
      json.slice(0, 40),
    );
  }
});

test('statements say the same whatever the order and the words, and differ in what they say', () => {
  const base = {
    actor: { mbox: 'mailto:a@b.example' },
    verb: { id: 'http://v' },
    object: { id: 'http://o' },
    result: { duration: 'PT1.129S' },
  };
  const same = [
    {
      result: { duration: 'PT1.12S' },
      object: { id: 'http://o', definition: { name: { en: 'O' } } },
      verb: { display: { en: 'v' }, id: 'http://v' },
      actor: base.actor,
    },
    { ...base, id: 'x', stored: 'y', authority: {}, version: '1.0.0' },
  ];
  for (const one of same) assert.equal(meaning(one), meaning(base));
  assert.equal(
    meaning({ ...base, context: { contextActivities: { parent: { id: 'http://p' } } } }),
    meaning({ ...base, context: { contextActivities: { parent: [{ id: 'http://p' }] } } }),
  );
  for (const other of [
    { ...base, result: { duration: 'PT1.13S' } },
    { ...base, actor: { mbox: 'mailto:c@b.example' } },
    { ...base, timestamp: '2020-01-01T00:00:00Z' },
  ]) {
    assert.notEqual(meaning(other), meaning(base));
  }
});
