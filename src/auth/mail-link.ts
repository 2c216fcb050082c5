import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { parseEmail } from '../rules/email.ts';
import { DAY } from '../rules/time.ts';
import { encodeAddress } from './address-encoding.ts';

/** How long the button of a mail about a license signs in: until a holiday is over. */
const LINK_SECONDS = 7 * DAY;

const TOKEN = /^([0-9a-f-]{36})\.([\w-]{43})$/;

interface Kept {
  id: string;
  identifier: string;
  value: string;
  now: string;
  end: string;
}

/** A mail that is tried again carries the link of before, which is then good for as long again. */
const keep = prepare((db, p: Kept) =>
  db
    .insertInto('verification')
    .values({
      id: p.id,
      identifier: p.identifier,
      value: p.value,
      expires_at: p.end,
      created_at: p.now,
      updated_at: p.now,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ identifier: p.identifier, expires_at: p.end, updated_at: p.now }),
    ),
);

const recipient = prepare((db, p: { id: string }) =>
  db.selectFrom('outbox').select('recipient').where('id', '=', p.id).where('license_id', 'is not', null),
);

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

const signatureOf = (key: Buffer, mailId: string): string =>
  createHmac('sha256', key).update(`sign in by mail ${mailId}`).digest('base64url');

/**
 * The token of a link that signs the reader of a mail in, once: a sign-in link as Better Auth keeps its own, which is
 * void with the others. It follows from the mail, so that the same mail, sent again, is the same. `now` in seconds.
 */
export async function keepMailToken(
  { db, keys }: Pick<Context, 'db' | 'keys'>,
  mail: { id: string; email: string; name: string },
  now: number,
): Promise<string> {
  const token = `${mail.id}.${signatureOf(keys[0] as Buffer, mail.id)}`;
  const { id, email, name } = mail;
  const value = JSON.stringify({ type: 'magic-link', email: encodeAddress(email), ...(name ? { name } : {}) });
  const identifier = sha256(`magic-link:${sha256(token)}`);
  await db.write((tx: Transaction) => keep(tx, { id, identifier, value, now: iso(now), end: iso(now + LINK_SECONDS) }));
  return token;
}

/** The address that the mail went to whose token it is, for as long as that is known; null where we made no such token. */
export async function readerOfToken(keys: readonly Buffer[], db: Queries, token: string): Promise<string | null> {
  const [, id = '', signature = ''] = TOKEN.exec(token) ?? [];
  const given = Buffer.from(signature);
  const ours = keys.map((key) => Buffer.from(signatureOf(key, id)));
  if (!ours.some((one) => one.length === given.length && timingSafeEqual(one, given))) return null;
  return parseEmail((await recipient(db, { id }))[0]?.recipient ?? '')?.key ?? null;
}
