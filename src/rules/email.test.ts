import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asciiDomain, emailFault, parseEmail } from './email.ts';
import { nameFault, parseName } from './name.ts';

test('white space and invisible characters at the ends of an address are no part of it', () => {
  for (const text of [
    '\u200bana@example.com',
    'ana@example.com\u2060',
    '\u202aana@example.com\u202c',
    '\ufeff ana@example.com\u00a0\r\n',
    '\u{e0061}ana@example.com\ufe0f',
  ])
    assert.equal(parseEmail(text)?.address, 'ana@example.com', JSON.stringify(text));
});

test('an international domain has one key in every spelling, and is shown in letters', () => {
  for (const text of [
    'anna@bücher.example',
    'anna@BÜCHER.example',
    'Anna@xn--bcher-kva.example',
    'anna@bu\u0308cher.example',
  ]) {
    const email = parseEmail(text);
    assert.equal(email?.key, 'anna@xn--bcher-kva.example', text);
    assert.match(email?.address ?? '', /@b(ü|u\u0308)cher\.example$/i);
  }
});

test('what is wrong with an address is named', () => {
  const wrong: [string, string, RegExp][] = [
    ['inv@exam\u034fple.com', 'address_invisible', /U\+034F \(combining grapheme joiner\)/],
    ['in\u200bv@example.com', 'address_invisible', /U\+200B \(zero-width space\)/],
    ['a@b\u3164c.example', 'address_invisible', /U\+3164/],
    ['o’brien@example.com', 'address_apostrophe', /curly apostrophe ’/],
    ['jörg@example.com', 'address_letter', /“ö” before the @/],
    ['St\ufffdphane@example.com', 'unreadable', /wrong encoding/],
    ['ana@ex\ufffdmple.com', 'unreadable', /wrong encoding/],
    ['ana@example.com bob@example.com', 'address_two', /two addresses/],
    ['ana @example.com', 'address_blank', /a blank/],
    ['ana..b@example.com', 'address_dots', /a dot too many/],
    ['a(b)@example.com', 'address_mark', /“\(”/],
    ['ana@exa_mple.com', 'address_domain', /exa_mple\.com/],
    [`${'a'.repeat(65)}@example.com`, 'address_local', /64 characters/],
    [`a@${'b'.repeat(400)}`, 'address_length', /has 402 characters/],
    ['nobody', 'address_form', /such as student@example\.com/],
    ['', 'address_form', /such as/],
  ];
  for (const [text, reason, words] of wrong) {
    assert.equal(parseEmail(text), null, text);
    assert.equal(emailFault(text).reason, reason, text);
    assert.match(emailFault(text).detail, words);
  }
});

test('a name has something to see, and nothing that turns or hides what stands beside it', () => {
  for (const [text, name] of [
    ['\u200b Ana \u2060', 'Ana'],
    ['Ana\u200dMaria', 'Ana\u200dMaria'],
    ['{{actor}}', '{{actor}}'],
    ['علی', 'علی'],
    ['👩‍💻', '👩‍💻'],
  ] as const)
    assert.equal(parseName(text), name, JSON.stringify(text));
  const refused: [string, string][] = [
    ['Ana\u202eyaR', 'name_character'],
    ['Ana\u2066R', 'name_character'],
    ['\u202eAna', 'name_character'],
    ['a\u0007', 'name_character'],
    ['Ana\u{e0041}', 'name_character'],
    ['A\u2028B', 'name_character'],
    ['\u200b', 'name_length'],
    ['\u3164\u115f', 'name_length'],
    ['\u2800', 'name_length'],
    ['St\ufffdphane', 'unreadable'],
    ['x'.repeat(201), 'name_length'],
    ['a\u0316\u0301'.repeat(100_000), 'name_length'],
  ];
  for (const [text, reason] of refused) {
    const shown = JSON.stringify(text.slice(0, 20));
    assert.equal(parseName(text), null, shown);
    assert.equal(nameFault(text).reason, reason, shown);
  }
});

test('a domain is looked at only where it is short enough', () => {
  assert.equal(asciiDomain('ü'.repeat(1_000_000)), null);
  assert.equal(asciiDomain(`${'a'.repeat(63)}.example`), `${'a'.repeat(63)}.example`);
});
