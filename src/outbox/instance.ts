import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { sqlitePath } from '../db/connect.ts';
import type { Database, Queries, Transaction } from '../db/database.ts';
import { postgresPlace } from '../db/dialect.ts';
import { madeAt } from '../db/migrate.ts';
import { prepare } from '../db/prepare.ts';
import type { InstanceTable } from '../db/tables.ts';
import { writeAtomically } from '../files.ts';
import { DAY } from '../rules/time.ts';

/**
 * What a server keeps outside the database, to notice that the database was replaced by a copy: the id of the
 * instance it served, and the mail that it sent last.
 */
interface Mark {
  id: string;
  last: { id: string; at: number } | null;
}

type Where = Pick<Context, 'config' | 'db'>;

/** Done mails are deleted some day; this long after, the last one must still be known. */
const KNOWN_MS = 29 * DAY * 1000;

const markPath = ({ config }: Where): string => {
  const path = sqlitePath(config.databaseUrl);
  return path === null ? join(config.dataDir, 'outbox.json') : `${path}-outbox`;
};

function readMark(where: Where): Mark | null {
  try {
    return JSON.parse(readFileSync(markPath(where), 'utf8')) as Mark;
  } catch {
    return null;
  }
}

/** Flushed, name and all: after a power cut the database, which is flushed too, must not know more than its mark. */
async function writeMark(where: Where, mark: Mark): Promise<void> {
  const path = markPath(where);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, JSON.stringify(mark));
}

async function placeNow({ config, db }: Where): Promise<string> {
  const path = sqlitePath(config.databaseUrl);
  return path === null ? ((await postgresPlace(db.read)) ?? '') : String(statSync(path, { bigint: true }).ino);
}

const instance = prepare((db) => db.selectFrom('instance').selectAll());
const mailById = prepare((db, p: { id: string }) =>
  db.selectFrom('outbox').select(['done_at', 'failed_at']).where('id', '=', p.id),
);

/** True where the database does not know that the mail was sent: it is older than the sending. */
async function forgot(queries: Queries, last: Mark['last'], now: number): Promise<boolean> {
  if (!last || last.at < now - KNOWN_MS) return false;
  const [mail] = await mailById(queries, { id: last.id });
  return !mail || (mail.done_at === null && mail.failed_at === null);
}

/** Why the database seems to be a copy, or null. */
async function whyCopied(where: Where, row: InstanceTable, mark: Mark | null, now: number): Promise<string | null> {
  const embedded = where.db.engine === 'sqlite';
  if (embedded && mark?.id !== row.id) return `the file ${markPath(where)} does not belong to this database`;
  if (row.place !== (await placeNow(where))) return 'the database is not where it was when it last sent mail';
  if (mark?.id === row.id && (await forgot(where.db.read, mark.last, now))) {
    return 'the database is older than the last mail that this server sent';
  }
  return null;
}

/**
 * Why a database that no server has marked is not sent from: it was made before the last mail that left from here, so
 * it is as it was before its first server started. One that was made afresh is younger than that mail.
 */
async function whyUnmarked(where: Where, mark: Mark | null): Promise<string | null> {
  if (!mark?.last) return null;
  const younger = ((await madeAt(where.db.read)) + 1) * 1000 > mark.last.at; // in whole seconds
  return younger ? null : 'the database is as it was before a server first sent mail from it';
}

/**
 * The workers of mails and of webhooks start together, and one of them makes the row. It writes the mark before it
 * commits: whatever stops it, no row is ever without its own mark, and a mark without a row is written anew.
 */
async function makeInstance(where: Where): Promise<void> {
  const place = await placeNow(where);
  await where.db.write(async (tx) => {
    const id = randomUUID();
    const made = await tx.kysely
      .insertInto('instance')
      .values({ one: 1, id, place })
      .onConflict((conflict) => conflict.column('one').doNothing())
      .returning('id')
      .execute();
    if (made.length > 0 && tx.engine === 'sqlite') await writeMark(where, { id, last: null });
  });
}

const pauseNow = (db: Database, now: number, why: string) =>
  db.write((tx) =>
    tx.kysely.updateTable('instance').set({ paused_at: now, paused_why: why }).where('paused_at', 'is', null).execute(),
  );

/** Lets the mails of a database that is being restored wait, wherever it is served: it may be older than what was sent. */
export const pauseRestored = (
  db: Database,
  now: number,
  why = 'the database was restored from a copy',
): Promise<void> =>
  db.write(async (tx) => {
    const paused = { paused_at: now, paused_why: why };
    await tx.kysely
      .insertInto('instance')
      .values({ one: 1, id: randomUUID(), place: '', ...paused })
      .onConflict((conflict) => conflict.column('one').doUpdateSet(paused))
      .execute();
  });

/**
 * Pauses the outbox where the database is a restored or copied one: its waiting mails may long have been sent, and
 * its students may be served elsewhere. Answers why nothing is sent, or null. The first server makes the instance.
 */
export async function checkInstance(where: Where, now: number): Promise<string | null> {
  const [row] = await instance(where.db.read, {});
  const mark = readMark(where);
  if (!row) {
    const early = await whyUnmarked(where, mark);
    await (early === null ? makeInstance(where) : pauseRestored(where.db, now, early));
    return early;
  }
  if (row.paused_why !== null) return row.paused_why;
  const why = await whyCopied(where, row, mark, now);
  if (why !== null) await pauseNow(where.db, now, why);
  return why;
}

/** Notes, outside the database, the mail that was sent last. */
export async function noteSent(where: Where, last: { id: string; at: number }): Promise<void> {
  const [row] = await instance(where.db.read, {});
  if (row && row.paused_at === null) await writeMark(where, { id: row.id, last });
}

/**
 * Accepts the database as it is and where it is, and lets the outbox send again, together with `work`. Answers what
 * `work` does, or null where the outbox was not paused.
 */
export async function releaseInstance<T>(where: Where, work: (tx: Transaction) => Promise<T>): Promise<T | null> {
  const place = await placeNow(where);
  return where.db.write(async (tx) => {
    const id = randomUUID();
    const released = await tx.kysely
      .updateTable('instance')
      .set({ id, place, paused_at: null, paused_why: null })
      .where('paused_at', 'is not', null)
      .returning('id')
      .execute();
    if (released.length === 0) return null;
    const done = await work(tx);
    if (tx.engine === 'sqlite') await writeMark(where, { id, last: null });
    return done;
  });
}
