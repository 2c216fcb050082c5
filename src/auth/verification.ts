import { prepare } from '../db/prepare.ts';

/** Keeps that a person has something to prove until `end`, found again by `identifier`. Times as ISO 8601. */
export const insertVerification = prepare(
  (db, p: { id: string; identifier: string; personId: string; now: string; end: string }) =>
    db.insertInto('verification').values({
      id: p.id,
      identifier: p.identifier,
      value: p.personId,
      expires_at: p.end,
      created_at: p.now,
      updated_at: p.now,
    }),
);
