import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, now } from '../context.ts';
import type { Database } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { mailFolder } from '../mail/sender.ts';
import type { MailsLeft } from './erase.ts';
import type { Identity } from './identity.ts';
import { Traces } from './traces.ts';

/** A mail that was being sent is in its file, or given up, after so many seconds. */
const IN_FLIGHT_SECONDS = 60;
const MAX_ERASURES = 1000;

const unfinished = prepare((db, p: { limit: number }) =>
  db
    .selectFrom('erasure')
    .select(['student_id', 'at', 'mails'])
    .where('purged_at', 'is', null)
    .orderBy('at')
    .limit(p.limit),
);
const markFinished = prepare((db, p: { id: number; at: number }) =>
  db.updateTable('erasure').set({ purged_at: p.at, mails: '[]' }).where('student_id', '=', p.id),
);

const noteRewritten = prepare((db, p: { id: number; mails: string }) =>
  db.updateTable('erasure').set({ mails: p.mails }).where('student_id', '=', p.id),
);

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.eml'));
}

/** The kept mails that are to a person, or name them. */
export async function keptMailsNaming(context: Pick<Context, 'config'>, who: Identity): Promise<string[]> {
  const folder = mailFolder(context.config);
  const files = await filesIn(folder);
  if (files.length === 0) return [];
  const { simpleParser } = await import('mailparser'); // large, and of use only where mails are kept
  const traces = new Traces(who);
  const found: string[] = [];
  for (const file of files) {
    const text = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null; // deleted meanwhile, as too old
      throw error;
    });
    if (!text) continue;
    const mail = await simpleParser(text, { skipTextToHtml: true });
    const parts = [mail.subject, mail.text, mail.html || '', ...[mail.to ?? []].flat().map((to) => to.text)];
    if (parts.some((part) => part && traces.names(part))) found.push(file);
  }
  return found;
}

async function deleteMails(context: Pick<Context, 'config'>, { files, ids }: MailsLeft): Promise<void> {
  const folder = mailFolder(context.config);
  const names = await filesIn(folder);
  const gone = names.filter((name) => files.includes(name) || ids.some((id) => name.endsWith(`_${id}.eml`)));
  for (const name of gone) await rm(join(folder, name), { force: true });
}

async function finish(context: Pick<Context, 'config' | 'db' | 'clock'>): Promise<void> {
  const { db } = context;
  const open = await unfinished(db.read, { limit: MAX_ERASURES });
  if (open.length === 0) return;
  const left = open.map(({ student_id, at, mails }) => ({ id: student_id, at, mails: JSON.parse(mails) as MailsLeft }));
  for (const { mails } of left) await deleteMails(context, mails);
  const rewritten = left.every(({ mails }) => mails.rewritten);
  if (!rewritten) await db.purge();
  const waits = ({ at, mails }: (typeof left)[number]) => mails.inFlight && at > now(context) - IN_FLIGHT_SECONDS;
  if (rewritten && left.every(waits)) return;
  await db.write(async (tx) => {
    for (const one of left) {
      if (waits(one)) await noteRewritten(tx, { id: one.id, mails: JSON.stringify({ ...one.mails, rewritten: true }) });
      else await markFinished(tx, { id: one.id, at: now(context) });
    }
  });
}

const running = new WeakMap<Database, Promise<void>>();

/**
 * Does what is left of erasures once they are committed: deletes kept mails, and rewrites the files of an embedded
 * database, in which deleted text would stay until its place is used again. One at a time; who asks meanwhile is served
 * by the next. May be repeated at any time.
 */
export function finishErasures(context: Pick<Context, 'config' | 'db' | 'clock'>): Promise<void> {
  const earlier = running.get(context.db) ?? Promise.resolve();
  const next = earlier.catch(() => undefined).then(() => finish(context));
  running.set(context.db, next);
  return next;
}
