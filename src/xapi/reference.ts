import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { keysToKeep } from './key.ts';
import type { Kept } from './store.ts';

/** A chain of references is followed so far, and so many statements that refer to one. */
const MAX_STEPS = 8;
const MAX_REFERRERS = 1000;

const byIds = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('xapi_statement')
    .select(['seq', 'id', 'voids', 'voided'])
    .where('id', 'in', (eb) =>
      eb.selectFrom(textsIn(p.ids, engine).as('given')).select(sql<string>`value`.as('value')),
    ),
);

const referrers = prepare((db, p: { ids: string; most: number }, engine) =>
  db
    .selectFrom('xapi_statement')
    .select(['seq', 'id', 'voids', 'voided', 'refers'])
    .where('refers', 'in', (eb) =>
      eb.selectFrom(textsIn(p.ids, engine).as('given')).select(sql<string>`value`.as('value')),
    )
    .orderBy('seq', 'desc')
    .limit(p.most),
);

const keysOfRow = prepare((db, p: { seq: number }) => db.selectFrom('xapi_key').select('key').where('seq', '=', p.seq));

const bodyOf = prepare((db, p: { seq: number }) =>
  db.selectFrom('xapi_statement').select('body').where('seq', '=', p.seq),
);

const addKey = prepare((db, p: { key: string; seq: number }) =>
  db
    .insertInto('xapi_key')
    .values({ key: p.key, seq: p.seq })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The statements with these ids, those that there are. */
export async function targetsOf(tx: Transaction, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, Awaited<ReturnType<typeof byIds>>[number]>();
  return new Map((await byIds(tx, { ids: JSON.stringify(ids) })).map((row) => [row.id, row]));
}

/** What a statement is found by, and what it was found by before it was voided. */
async function keysOfStored(tx: Transaction, { seq, voided }: { seq: number; voided: number }): Promise<string[]> {
  if (voided === 0) return (await keysOfRow(tx, { seq })).map(({ key }) => key);
  const [row] = await bodyOf(tx, { seq });
  return row ? keysToKeep(JSON.parse(row.body)) : [];
}

async function addKeys(tx: Transaction, seq: number, keys: readonly string[]): Promise<void> {
  for (const key of keys) await addKey(tx, { key, seq });
}

/** Makes all that refer to a statement, by however many steps, found by its keys too. */
async function passOn(tx: Transaction, id: string, keys: readonly string[], steps: number): Promise<void> {
  if (steps === 0) return;
  for (const row of await referrers(tx, { ids: JSON.stringify([id]), most: MAX_REFERRERS })) {
    if (row.voided === 0) await addKeys(tx, row.seq, keys);
    await passOn(tx, row.id, keys, steps - 1);
  }
}

/**
 * A statement about another one (StatementRef) is found by what finds that one, whichever came first. Answers the ids
 * of the new statements that an earlier one voids.
 */
export async function inherit(tx: Transaction, kept: readonly Kept[]): Promise<string[]> {
  const ids = JSON.stringify(kept.map(({ row }) => row.id));
  const waiting = await referrers(tx, { ids, most: MAX_REFERRERS });
  const awaited = new Set(waiting.map(({ refers }) => refers));
  const targets = await targetsOf(
    tx,
    kept.flatMap(({ row }) => row.refers ?? []),
  );
  for (const { row, keys } of kept) {
    const target = row.refers === null ? undefined : targets.get(row.refers);
    const inherited = target ? await keysOfStored(tx, target) : [];
    await addKeys(tx, row.seq, inherited);
    if (awaited.has(row.id)) await passOn(tx, row.id, [...keys, ...inherited], MAX_STEPS);
  }
  return waiting.flatMap(({ voids, refers }) => (voids === 1 && refers !== null ? [refers] : []));
}
