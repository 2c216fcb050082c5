import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideEnroll, type EnrollFacts, type LinkFacts, linkEnd, linkState, usedLicenses } from './link.ts';
import type { PoolFacts } from './pool.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const NOW = at('2024-04-19T06:36:10Z');
const END = at('2025-01-01T00:00:00Z');

const link: LinkFacts = {
  deleted: false,
  paused: false,
  licenses: 2,
  autoReassign: false,
  validity: null,
  issued: 0,
  live: 0,
  due: 0,
  offered: 0,
};
const pool: PoolFacts = {
  licenses: 3,
  shrinkTo: null,
  closed: false,
  transferable: true,
  start: at('2024-01-01T00:00:00Z'),
  end: END,
  held: 0,
  due: 0,
};

const decide = (facts: {
  link?: Partial<LinkFacts>;
  pool?: Partial<PoolFacts>;
  rest?: Partial<Pick<EnrollFacts, 'domainAllowed' | 'enrolled' | 'mailboxEnrolled' | 'reassignable'>>;
}) =>
  decideEnroll(
    {
      domainAllowed: true,
      enrolled: false,
      mailboxEnrolled: false,
      reassignable: false,
      ...facts.rest,
      link: { ...link, ...facts.link },
      pool: { ...pool, ...facts.pool },
    },
    NOW,
  );

test('a link gives a license until the end of the pool', () => {
  assert.deepEqual(decide({}), { refused: null, end: END, reassigns: false, full: null });
});

test('the first reason that holds is told', () => {
  const reasons = [
    ['link_closed', { link: { deleted: true } }],
    ['link_paused', { link: { paused: true } }],
    ['pool_not_running', { pool: { end: NOW } }],
    ['domain_not_allowed', { rest: { domainAllowed: false } }],
    ['already_enrolled', { rest: { enrolled: true } }],
    ['mailbox_enrolled', { rest: { mailboxEnrolled: true } }],
    ['link_used_up', { link: { live: 2 } }],
    ['no_available_licenses', { pool: { held: 3 } }],
  ] as const;
  for (const [i, [refused]] of reasons.entries()) {
    const facts = { link: {}, pool: {}, rest: {} };
    for (const [, more] of reasons.slice(i)) {
      for (const part of ['link', 'pool', 'rest'] as const) {
        if (part in more) Object.assign(facts[part], (more as Record<string, object>)[part]);
      }
    }
    assert.deepEqual(decide(facts), { refused }, `${refused} comes before what follows it`);
  }
});

test('untransferable licenses go to any domain', () => {
  assert.equal(decide({ pool: { transferable: false }, rest: { domainAllowed: false } }).refused, null);
});

test('a transferable link counts what is out now, an untransferable one what it ever gave', () => {
  const gone = { ...link, issued: 9, live: 2, due: 1 };
  assert.equal(usedLicenses(gone, true), 1);
  assert.equal(usedLicenses(gone, false), 9);
  assert.equal(decide({ link: { issued: 9, live: 2, due: 1 } }).refused, null);
  assert.equal(decide({ link: { issued: 2 }, pool: { transferable: false } }).refused, 'link_used_up');
});

test('auto-reassign takes a license back only where none is left', () => {
  const rest = { reassignable: true };
  assert.deepEqual(decide({ link: { autoReassign: true, live: 1 }, rest }), {
    refused: null,
    end: END,
    reassigns: false,
    full: null,
  });
  for (const [full, facts] of [
    ['link', { link: { autoReassign: true, live: 2 } }],
    ['pool', { link: { autoReassign: true }, pool: { held: 3 } }],
  ] as const) {
    assert.deepEqual(decide({ ...facts, rest }), { refused: null, end: END, reassigns: true, full });
    assert.ok(decide({ ...facts, rest: { reassignable: false } }).refused, 'the link gave nothing to take back');
  }
  const untransferable = { link: { autoReassign: true, issued: 2 }, pool: { transferable: false }, rest };
  assert.equal(decide(untransferable).refused, 'link_used_up');
});

test('a validity is counted from now, in days, weeks or months, and cut to the end of the pool', () => {
  const ends = [
    [1, 'day', '2024-01-31T10:00:00Z', '2024-02-01T10:00:00Z'],
    [2, 'week', '2024-02-20T10:00:00Z', '2024-03-05T10:00:00Z'],
    [1, 'month', '2024-01-31T10:00:00Z', '2024-02-29T10:00:00Z'],
    [1, 'month', '2023-01-31T10:00:00Z', '2023-02-28T10:00:00Z'],
    [13, 'month', '2023-01-31T10:00:00Z', '2024-02-29T10:00:00Z'],
    [3, 'month', '2023-11-30T23:59:59Z', '2024-02-29T23:59:59Z'],
    [1, 'month', '2024-03-15T00:00:00Z', '2024-04-15T00:00:00Z'],
    [1000, 'month', '2024-03-15T00:00:00Z', '2025-01-01T00:00:00Z'],
  ] as const;
  for (const [count, unit, from, to] of ends) {
    assert.equal(linkEnd({ count, unit }, END, at(from)), at(to), `${count} ${unit} from ${from}`);
  }
  assert.equal(linkEnd(null, END, NOW), END);
});

test('its page says whether there is still something to take', () => {
  const state = (more: Partial<LinkFacts>, poolMore: Partial<PoolFacts> = {}, reassignable = false) =>
    linkState({ ...link, ...more }, { ...pool, ...poolMore }, reassignable, NOW);
  assert.equal(state({}), 'open');
  assert.equal(state({ live: 2 }), 'full');
  assert.equal(state({}, { held: 3 }), 'full');
  assert.equal(state({ live: 2, autoReassign: true }, {}, true), 'open');
  assert.equal(state({ paused: true }), 'paused');
  assert.equal(state({ deleted: true, paused: true }), 'closed');
  assert.equal(state({}, { start: NOW + 1 }), 'future');
  assert.equal(state({ live: 2 }, { end: NOW }), 'ended');
  assert.equal(state({ paused: true }, { start: NOW + 1 }), 'paused');
});
