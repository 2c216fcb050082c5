import { sql } from 'kysely';
import { endSessionsOf, forgetSecrets } from '../auth/person.ts';
import type { Clock } from '../context.ts';
import type { Engine, Transaction } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { endLicense } from '../license/end.ts';
import { studentSearchKey } from '../rules/search.ts';
import { eraseStatements } from '../xapi/erase.ts';
import { deleteStatement } from '../xapi/retention.ts';
import { ERASED_NAME, type Identity, identityOf } from './identity.ts';
import { lockStudents } from './lock.ts';
import { outdatePlansOf } from './merge.ts';
import { columnsHolding, type Holds, type TableRule, tableRules } from './registry.ts';
import { type Row, rowsOf } from './rows.ts';
import { Traces } from './traces.ts';
import { endWaiting } from './waiting.ts';

const openErasure = prepare((db, p: { id: number; at: number }) =>
  db.insertInto('erasure').values({ student_id: p.id, at: p.at, open: 1 }),
);
const closeErasure = prepare((db, p: { id: number; mails: string }) =>
  db.updateTable('erasure').set({ open: 0, mails: p.mails }).where('student_id', '=', p.id),
);
const eraseRow = prepare((db, p: { id: number; name: string; key: string; searchKey: string; at: number }) =>
  db
    .updateTable('student')
    .set({ name: p.name, email: '', email_key: p.key, search_key: p.searchKey, mailbox: null, erased_at: p.at })
    .where('id', '=', p.id),
);
const deleteAccount = prepare((db, p: { id: string }) => db.deleteFrom('person').where('id', '=', p.id));
const deleteMails = prepare((db, p: { ids: string }, engine: Engine) =>
  db.deleteFrom('outbox').where('id', 'in', textsIn(p.ids, engine)).returning('locked_until'),
);
/** What of a mail has to be done once it is committed that a person was erased. */
export interface MailsLeft {
  /** Files that name the person. */
  files: string[];
  /** Ids of mails to the person, of which files may be made yet. */
  ids: string[];
  /** Whether some were being sent at that moment. */
  inFlight: boolean;
  /** Whether the files of the database were rewritten since. */
  rewritten: boolean;
}

export interface Erased {
  id: number;
  /** Licenses that were ended for it. */
  ended: number;
  /** What became of the account with the address; null where there was none. */
  account: 'deleted' | 'kept' | null;
}

/** Kinds of events that tell of what somebody does for a license manager or the publisher. */
const OF_WORK = /^(account|manager|member|token|webhook)\./;

interface Work {
  tx: Transaction;
  who: Identity;
  traces: Traces;
  /** The person works for somebody: what tells of that stays. */
  busy: boolean;
}

const ofKey = (rule: TableRule, row: Row) =>
  sql.join(
    rule.key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
    sql` and `,
  );

function withoutIt(text: string, holds: Holds, about: boolean, traces: Traces): string {
  if (holds === 'address') return traces.isAddress(text) ? '' : text;
  if (holds === 'name') return about ? ERASED_NAME : traces.inText(text, false);
  if (holds === 'text') return traces.inText(text, about);
  return holds === 'json' ? traces.inJson(text, about) : text;
}

/** The columns that are to be changed, as they are to be. */
function withoutTraces(rule: TableRule, row: Row, about: boolean, { traces }: Work): [string, string][] {
  return Object.entries(rule.columns).flatMap(([column, holds]): [string, string][] => {
    const before = row[column];
    if (typeof before !== 'string') return [];
    const after = withoutIt(before, holds, about, traces);
    return after === before ? [] : [[column, after]];
  });
}

const deleteRow = (tx: Transaction, rule: TableRule, row: Row) =>
  sql`delete from ${sql.table(rule.table)} where ${ofKey(rule, row)}`.execute(tx.kysely);

async function rewrite(work: Work, rule: TableRule, row: Row, about: boolean): Promise<void> {
  const changes = withoutTraces(rule, row, about, work);
  const naming = rule.key.some((name) => rule.columns[name] === 'text' && work.traces.hasAddress(String(row[name])));
  if (naming || changes.some(([column]) => rule.key.includes(column))) {
    await deleteRow(work.tx, rule, row);
    return;
  }
  if (changes.length === 0) return;
  const set = sql.join(changes.map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
  await sql`update ${sql.table(rule.table)} set ${set} where ${ofKey(rule, row)}`.execute(work.tx.kysely);
}

/** Of who works for somebody, what they did in that stays under their name. */
function eventOf(row: Row, { who, busy }: Work): Row | null {
  if (!busy) return row;
  if (OF_WORK.test(String(row.kind))) return null;
  return row.actor_id === who.account?.id ? { ...row, actor_label: null } : row;
}

async function eraseFrom(work: Work, rule: TableRule): Promise<void> {
  const { tx, who, traces, busy } = work;
  if (busy && (rule.table === 'token' || rule.table === 'verification')) return;
  const ofPeople = columnsHolding(rule, 'student', 'license', 'person', 'address').length > 0;
  for await (const { row, about } of rowsOf(tx, rule, who, traces)) {
    if (rule.erased === 'deleted' && (about || !ofPeople)) await deleteRow(tx, rule, row);
    else {
      const kept = rule.table === 'event' ? eventOf(row, work) : row;
      if (kept) await rewrite(work, rule, kept, about);
    }
  }
}

/** Mails to the person go; in mails to others the person is named no more. */
async function eraseMails(work: Work): Promise<MailsLeft> {
  const { tx, who, traces, busy } = work;
  const rule = tableRules.find(({ table }) => table === 'outbox') as TableRule;
  const ids: string[] = [];
  for await (const { row } of rowsOf(tx, rule, who, traces)) {
    const ofLicense = row.license_id !== null && who.licenseIds.includes(row.license_id as number);
    const toThem = traces.isAddress(String(row.recipient));
    if (ofLicense || (toThem && (!busy || row.kind === 'enroll_link'))) ids.push(String(row.id));
    else if (!toThem) await rewrite(work, rule, row, false);
  }
  const gone = await deleteMails(tx, { ids: JSON.stringify(ids) });
  return { files: [], ids, inFlight: gone.some(({ locked_until }) => locked_until !== null), rewritten: false };
}

/** An invitation that nobody accepted goes. */
async function eraseInvitations({ tx, who, traces, busy }: Work): Promise<void> {
  const rule = tableRules.find(({ table }) => table === 'member') as TableRule;
  if (busy) return;
  for await (const { row } of rowsOf(tx, rule, who, traces))
    if (row.person_id === null && traces.isAddress(String(row.email))) await deleteRow(tx, rule, row);
}

/** What players reported of the person, and whatever else of theirs names the person. */
async function erasePlayersRecords({ tx, who, traces }: Work, publicUrl: string): Promise<void> {
  await eraseStatements(tx, { ...who, publicUrl });
  const rule = tableRules.find(({ table }) => table === 'xapi_statement') as TableRule;
  for await (const { row } of rowsOf(tx, rule, who, traces))
    if (traces.names(String(row.body))) await deleteStatement(tx, row.seq as number);
}

async function eraseAccount({ tx, who, busy }: Work): Promise<Erased['account']> {
  if (!who.account) return null;
  if (busy) return 'kept';
  const { id } = who.account;
  await endSessionsOf(tx, id);
  await forgetSecrets(tx, id);
  await deleteAccount(tx, { id });
  return 'deleted';
}

async function eraseStudents({ tx, who }: Work, at: number): Promise<void> {
  for (const id of who.studentIds) {
    const key = `erased:${id}`;
    await eraseRow(tx, { id, name: ERASED_NAME, key, searchKey: studentSearchKey(ERASED_NAME, ''), at });
  }
}

/** Whether the student is there, and not erased yet. */
async function lockOne(tx: Transaction, { id, end }: { id: number; end: boolean }, by: Actor, clock: Clock) {
  const { students, licenses, now } = await lockStudents(tx, [id], clock);
  const [student] = students;
  if (!student || student.merged_into !== null) throw notFound();
  if (student.erased_at !== null) return { now, ended: 0, erased: true };
  if (licenses.length > 0 && !end) throw new Refusal('has_licenses');
  for (const license of licenses) await endLicense(tx, license, 'erased', by, now);
  await endWaiting(tx, [id], by, now);
  await tx.settled();
  return { now, ended: licenses.length, erased: false };
}

/**
 * Takes a person out of every table: name, addresses, and all that names them. Licenses and history stay, with a
 * student who has no name. `files` are kept mails that name the person; they, and what is left in the files of the
 * database, are for `finishErasures`. Who was erased before is answered again. Throws `not_found` or `has_licenses`.
 */
export async function eraseStudent(
  tx: Transaction,
  asked: { id: number; end: boolean; files: string[]; publicUrl: string },
  by: Actor,
  clock: Clock,
): Promise<Erased> {
  const { now, ended, erased } = await lockOne(tx, asked, by, clock);
  if (erased) return { id: asked.id, ended, account: null };
  const who = await identityOf(tx, asked.id);
  const work = { tx, who, traces: new Traces(who), busy: who.account?.busy ?? false };
  await openErasure(tx, { id: asked.id, at: now });
  const mails = await eraseMails(work);
  const account = await eraseAccount(work);
  await eraseInvitations(work);
  await erasePlayersRecords(work, asked.publicUrl);
  for (const rule of tableRules)
    if (rule.erased === 'rewritten' || rule.erased === 'deleted') await eraseFrom(work, rule);
  await eraseStudents(work, now);
  await outdatePlansOf(tx, who.managers, now);
  const left: MailsLeft = { ...mails, files: asked.files };
  await closeErasure(tx, { id: asked.id, mails: JSON.stringify(left) });
  for (const managerId of who.managers.length > 0 ? who.managers : [null])
    record(tx, { managerId, at: now, kind: 'student.erased', by, studentId: asked.id });
  return { id: asked.id, ended, account };
}
