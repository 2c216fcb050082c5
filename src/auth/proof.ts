import { randomInt, randomUUID } from 'node:crypto';
import { type Context, now } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { prepare } from '../db/prepare.ts';
import { record, system } from '../event/record.ts';
import type { Visitor } from './session.ts';
import { insertVerification } from './verification.ts';

const PROOF_SECONDS = 10 * 60;
/** Letters and digits that nobody mistakes for each other. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

const take = prepare((db, p: { identifier: string; now: string }) =>
  db.deleteFrom('verification').where('identifier', '=', p.identifier).where('expires_at', '>', p.now).returning('id'),
);

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A code is good for the session that asked for it. */
const identifierOf = ({ id, sessionId }: Visitor, code: string) =>
  `proof:${sha256(JSON.stringify([id, sessionId, code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')]))}`;

/** Mails a code to the visitor, who has no password to be asked for: reading the mail proves who it is. */
export async function mailProof({ db, clock }: Context, visitor: Visitor): Promise<void> {
  const code = Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  const at = now({ clock });
  await db.write(async (tx) => {
    const times = { now: iso(at), end: iso(at + PROOF_SECONDS) };
    await insertVerification(tx, {
      id: randomUUID(),
      identifier: identifierOf(visitor, code),
      personId: visitor.id,
      ...times,
    });
    const payload = { code: `${code.slice(0, 4)}-${code.slice(4)}`, expires: at + PROOF_SECONDS };
    const event = { managerId: null, at, kind: 'account.code_sent', by: system } as const;
    record(tx, event, { kind: 'mailed_code', to: visitor.email, payload });
  });
}

/** Uses a code up; false where it is none, or too old. */
export async function takeProof({ db, clock }: Context, visitor: Visitor, code: string): Promise<boolean> {
  const asked = { identifier: identifierOf(visitor, code), now: iso(now({ clock })) };
  return (await db.write((tx) => take(tx, asked))).length === 1;
}
