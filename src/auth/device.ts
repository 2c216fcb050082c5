import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { DAY } from '../rules/time.ts';

/** For how long a browser is known after it was last used, and for how long it may be trusted. */
export const KNOWN_SECONDS = 180 * DAY;
export const TRUST_SECONDS = 30 * DAY;
/** Browsers that are remembered for one person; the one used longest ago goes. */
const MAX_OF_PERSON = 30;

/** The name of its cookie, behind the prefix of all cookies. */
export const DEVICE = 'device';

/** A browser that a person has signed in with. Times in seconds. */
export interface Device {
  id: string;
  browser: string;
  created: number;
  lastUsed: number;
  trustedUntil: number | null;
}

const bySecret = prepare((db, p: { email: string; hash: string; since: number }) =>
  db
    .selectFrom('device')
    .innerJoin('person', 'person.id', 'device.person_id')
    .select(['device.id', 'device.trusted_until'])
    .where('person.email', '=', p.email)
    .where('device.secret_hash', '=', p.hash)
    .where('device.last_used_at', '>', p.since),
);

const ofPerson = prepare((db, p: { personId: string }) =>
  db
    .selectFrom('device')
    .select(['id', 'secret_hash', 'browser', 'created_at', 'last_used_at', 'trusted_until'])
    .where('person_id', '=', p.personId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id'),
);

const use = prepare((db, p: { id: string; browser: string; now: number }) =>
  db.updateTable('device').set({ browser: p.browser, last_used_at: p.now }).where('id', '=', p.id),
);

const trust = prepare((db, p: { id: string; until: number }) =>
  db.updateTable('device').set({ trusted_until: p.until }).where('id', '=', p.id),
);

const insert = prepare((db, p: { id: string; personId: string; hash: string; browser: string; now: number }) =>
  db.insertInto('device').values({
    id: p.id,
    person_id: p.personId,
    secret_hash: p.hash,
    browser: p.browser,
    created_at: p.now,
    last_used_at: p.now,
    trusted_until: null,
  }),
);

const remove = prepare((db, p: { personId: string; id: string }) =>
  db.deleteFrom('device').where('person_id', '=', p.personId).where('id', '=', p.id),
);

const removeOthers = prepare((db, p: { personId: string; hash: string }) =>
  db.deleteFrom('device').where('person_id', '=', p.personId).where('secret_hash', '<>', p.hash),
);

const distrust = prepare((db, p: { personId: string }) =>
  db
    .updateTable('device')
    .set({ trusted_until: null })
    .where('person_id', '=', p.personId)
    .where('trusted_until', 'is not', null),
);

/** The browser with this secret, where the person with this address has used it before; else null. */
export async function knownDevice(
  db: Queries,
  { email, secret }: { email: string; secret: string | null },
  now: number,
): Promise<{ id: string; trusted: boolean } | null> {
  const [row] = await bySecret(db, { email, hash: sha256(secret ?? ''), since: now - KNOWN_SECONDS });
  return row ? { id: row.id, trusted: row.trusted_until !== null && row.trusted_until > now } : null;
}

/**
 * Notes that the person signed in with the browser that has this secret. Answers the secret that it should keep, and
 * whether the person never used it before, though others.
 */
export async function rememberDevice(
  tx: Transaction,
  asked: { personId: string; secret: string | null; browser: string; trust: boolean },
  now: number,
): Promise<{ secret: string; added: boolean; first: boolean }> {
  const { personId, browser } = asked;
  const all = await ofPerson(tx, { personId });
  const secret = asked.secret ?? randomBytes(32).toString('base64url');
  const hash = sha256(secret);
  const found = all.find((row) => row.secret_hash === hash);
  const id = found?.id ?? randomUUID();
  if (found) await use(tx, { id, browser, now });
  else await insert(tx, { id, personId, hash, browser, now });
  if (asked.trust) await trust(tx, { id, until: now + TRUST_SECONDS });
  for (const row of all.slice(MAX_OF_PERSON - 1)) if (row.id !== id) await remove(tx, { personId, id: row.id });
  return { secret, added: !found, first: all.length === 0 };
}

/** The browsers that are not asked for a second factor. */
export async function trustedDevices(db: Queries, personId: string, now: number): Promise<Device[]> {
  const rows = await ofPerson(db, { personId });
  return rows
    .filter((row) => row.trusted_until !== null && row.trusted_until > now)
    .map((row) => ({
      id: row.id,
      browser: row.browser,
      created: row.created_at,
      lastUsed: row.last_used_at,
      trustedUntil: row.trusted_until,
    }));
}

/** Forgets one browser of the person: it is asked for the second factor again, and counts as new. */
export const forgetDevice = (tx: Transaction, personId: string, id: string) => remove(tx, { personId, id });

/** Forgets all browsers of the person but the one with this secret. */
export const forgetOtherDevices = (tx: Transaction, personId: string, secret: string | null) =>
  removeOthers(tx, { personId, hash: sha256(secret ?? '') });

/** From now on every browser of the person is asked for the second factor. */
export const trustNoDevice = (tx: Transaction, personId: string) => distrust(tx, { personId });
