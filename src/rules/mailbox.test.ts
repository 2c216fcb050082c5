import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailboxOf, otherMailbox } from './mailbox.ts';

test('addresses of one mailbox have one name', () => {
  for (const [key, mailbox] of [
    ['ann@alder.example', 'ann@alder.example'],
    ['ann+1@alder.example', 'ann@alder.example'],
    ['ann+a+b@alder.example', 'ann@alder.example'],
    ['+tag@alder.example', '+tag@alder.example'],
    ['a.n.n@alder.example', 'a.n.n@alder.example'],
    ['a.n.n+x@gmail.com', 'ann@gmail.com'],
    ['ann@googlemail.com', 'ann@gmail.com'],
    ['a.nn@proton.me', 'ann@proton.me'],
  ] as const) {
    assert.equal(mailboxOf(key), mailbox, key);
    assert.equal(otherMailbox(key), key === mailbox ? null : mailbox);
  }
});
