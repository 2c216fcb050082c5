import { sql } from 'kysely';
import { sha256 } from '../crypto.ts';
import type { Transaction } from '../db/database.ts';
import { insertMany, takeStatementLock, textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, Refusal } from '../errors.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { meaning } from '../rules/xapi/same.ts';
import { type Version, VOIDED } from '../rules/xapi/statement.ts';
import { keepDefinitions } from './activity.ts';
import { keepAttachments } from './attachment.ts';
import { compose, type Given } from './compose.ts';
import { keysToKeep } from './key.ts';
import type { Received } from './receive.ts';
import { inherit, targetsOf } from './reference.ts';

/** Who stores, as the statements will say. */
export interface Author {
  credentialId: string;
  authority: object;
  version: Version;
  /** Whether what it tells of activities is kept for all. */
  definesActivities: boolean;
}

/** A row that is about to be inserted. */
interface Row {
  seq: number;
  id: string;
  stored: number;
  body: string;
  meaning: string;
  refers: string | null;
  voids: 0 | 1;
  voided: 0 | 1;
  credential_id: string;
}

/** What was stored, with the keys that it is found by. */
export interface Kept {
  row: Row;
  value: Record<string, unknown>;
  keys: string[];
}

const latest = prepare((db) =>
  db.selectFrom('xapi_statement').select(['seq', 'stored']).orderBy('seq', 'desc').limit(1),
);

const knownIds = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('xapi_statement')
    .select(['id', 'meaning', 'body'])
    .where('id', 'in', (eb) =>
      eb.selectFrom(textsIn(p.ids, engine).as('given')).select(sql<string>`value`.as('value')),
    ),
);

const referenceOf = ({ object }: Record<string, unknown>): string | null =>
  isRecord(object) && object.objectType === 'StatementRef' ? String(object.id).toLowerCase() : null;

const isVoiding = ({ verb }: Record<string, unknown>): boolean => isRecord(verb) && verb.id === VOIDED;

/** The statements that are not there yet. Throws `conflict` where one of these ids belongs to another statement. */
async function newOnes(tx: Transaction, statements: readonly Given[]): Promise<Given[]> {
  const ids = JSON.stringify(statements.map(({ id }) => id));
  const known = new Map((await knownIds(tx, { ids })).map((row) => [row.id, row]));
  return statements.filter(({ id, value }) => {
    const row = known.get(id);
    if (!row) return true;
    const said = meaning(value);
    if (sha256(said) === row.meaning || said === meaning(JSON.parse(row.body))) return false;
    throw new Refusal('conflict', { detail: `Another statement has the id ${id}; statements are not changed.` });
  });
}

function rowOf(given: Given, seq: number, stored: number, author: Author): Row {
  const { credentialId, authority, version } = author;
  return {
    seq,
    id: given.id,
    stored,
    body: compose(given, { stored: new Date(stored).toISOString(), authority: JSON.stringify(authority), version }),
    meaning: sha256(meaning(given.value)),
    refers: referenceOf(given.value),
    voids: isVoiding(given.value) ? 1 : 0,
    voided: 0,
    credential_id: credentialId,
  };
}

const setVoided = prepare((db, p: { id: string }) =>
  db.updateTable('xapi_statement').set({ voided: 1 }).where('id', '=', p.id).where('voids', '=', 0).returning('seq'),
);

const deleteKeys = prepare((db, p: { seq: number }) => db.deleteFrom('xapi_key').where('seq', '=', p.seq));

/** Voids what the new statements void, also what came after the statement that voids it: it is found no longer. */
async function voidTargets(tx: Transaction, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const [row] = await setVoided(tx, { id });
    if (row) await deleteKeys(tx, { seq: row.seq });
  }
}

/** Throws `invalid_request` where a voiding statement is to be voided. */
async function assertVoidable(tx: Transaction, kept: readonly Kept[]): Promise<void> {
  const voiding = kept.filter(({ row }) => row.voids === 1);
  const targets = await targetsOf(
    tx,
    voiding.map(({ row }) => row.refers ?? ''),
  );
  const wrong = voiding.find(({ row }) => targets.get(row.refers ?? '')?.voids === 1);
  if (wrong)
    throw invalid({
      pointer: '/object/id',
      detail: `names the statement ${wrong.row.refers}, which voids another and cannot be voided`,
    });
}

/**
 * Stores statements in the order of an unbroken sequence, all or none: those who store queue here, so that whoever has
 * read up to one statement will never find an older one later. Answers those that were new. Throws `conflict`.
 */
export async function storeStatements(
  tx: Transaction,
  { statements, attachments }: Received,
  author: Author,
  ms: number,
): Promise<Kept[]> {
  await takeStatementLock(tx);
  const fresh = await newOnes(tx, statements);
  if (fresh.length === 0) return [];
  const [last] = await latest(tx, {});
  const stored = Math.max(ms, last?.stored ?? 0);
  const kept = fresh.map((given, place): Kept => {
    const row = rowOf(given, (last?.seq ?? 0) + place + 1, stored, author);
    return { row, value: given.value, keys: keysToKeep({ ...given.value, authority: author.authority }) };
  });
  await insertMany(
    tx,
    'xapi_statement',
    kept.map(({ row }) => row),
  );
  await assertVoidable(tx, kept);
  await insertMany(
    tx,
    'xapi_key',
    kept.flatMap(({ row, keys }) => keys.map((key) => ({ key, seq: row.seq }))),
  );
  const voidedBefore = await inherit(tx, kept);
  const voids = kept.flatMap(({ row }) => (row.voids === 1 && row.refers !== null ? [row.refers] : []));
  await voidTargets(tx, [...voidedBefore, ...voids]);
  await keepAttachments(tx, kept, attachments);
  const told = author.definesActivities ? fresh.map(({ value }) => value) : [];
  await keepDefinitions(tx, told);
  return kept;
}
