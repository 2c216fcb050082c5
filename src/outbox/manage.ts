import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import { holdsSecret } from '../mail/compose.ts';
import { releaseInstance } from './instance.ts';

/** A mail that has not been sent, as an operator sees it. Times in milliseconds. */
export interface OpenMail {
  id: string;
  kind: string;
  recipient: string;
  created_at: number;
  run_at: number;
  attempts: number;
  failed_at: number | null;
  error: string | null;
}

const openMails = prepare((db, p: { most: number }) =>
  db
    .selectFrom('outbox')
    .select(['id', 'kind', 'recipient', 'created_at', 'run_at', 'attempts', 'failed_at', 'error'])
    .where('done_at', 'is', null)
    .orderBy('created_at')
    .orderBy('event_id')
    .limit(p.most),
);

/** Mails that wait or failed, the oldest first. */
export const listOpenMails = (queries: Queries, most: number): Promise<OpenMail[]> => openMails(queries, { most });

const failedMails = prepare((db) =>
  db.selectFrom('outbox').select(['id', 'kind', 'payload']).where('failed_at', 'is not', null),
);

const revive = prepare((db, p: { id: string }) =>
  db
    .updateTable('outbox')
    .set({ failed_at: null, error: null, answer: null, attempts: 0, run_at: 0 })
    .where('id', '=', p.id)
    .where('failed_at', 'is not', null)
    .returning('id'),
);

/** Tries failed mails again: this one, or all. Those whose link is gone stay failed. Answers how many are tried. */
export async function retryMails(tx: Transaction, id: string | null): Promise<{ retried: number; gone: number }> {
  const asked = (await failedMails(tx, {})).filter((mail) => id === null || mail.id === id);
  const possible = asked.filter(({ kind, payload }) => !(holdsSecret(kind) && payload === '{}'));
  for (const mail of possible) await revive(tx, mail);
  return { retried: possible.length, gone: asked.length - possible.length };
}

const hasten = prepare((db) =>
  db
    .updateTable('outbox')
    .set({ run_at: 0 })
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('run_at', '>', 0)
    .returning(sql<number>`1`.as('one')),
);

const hastenOne = prepare((db, p: { id: string }) =>
  db
    .updateTable('outbox')
    .set({ run_at: 0 })
    .where('id', '=', p.id)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .returning('id'),
);

/** Makes a mail that waits for its next attempt due at once; answers how many there were. */
export const hastenMail = async (tx: Transaction, id: string): Promise<number> => (await hastenOne(tx, { id })).length;

/** Makes mails that wait for their next attempt due at once, as after an outage. Answers how many. */
export const hastenMails = async (tx: Transaction): Promise<number> => (await hasten(tx, {})).length;

const discard = prepare((db, p: { now: number; why: string }) =>
  db
    .updateTable('outbox')
    .set({ failed_at: p.now, error: p.why, payload: '{}', locked_until: null })
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .returning(sql<number>`1`.as('one')),
);

/**
 * Lets a paused outbox send again: what waits, or, with `discarding`, only what comes from now on. Answers how many
 * mails were given up, or null where the outbox was not paused.
 */
export async function releaseOutbox(
  where: Parameters<typeof releaseInstance>[0],
  discarding: boolean,
  by: Actor,
  now: number,
): Promise<number | null> {
  return releaseInstance(where, async (tx) => {
    const why = 'given up when the outbox was released';
    const discarded = discarding ? await discard(tx, { now: now * 1000, why }) : [];
    record(tx, { managerId: null, at: now, kind: 'outbox.released', by, why: { discarded: discarded.length } });
    return discarded.length;
  });
}
