import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, now } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { compose } from '../mail/compose.ts';
import { mailFolder } from '../mail/sender.ts';
import type { Claimed } from '../outbox/queue.ts';
import { isoTime } from '../rules/time.ts';
import { statementsOf } from '../xapi/erase.ts';
import { keptMailsNaming } from './finish.ts';
import { identityOf } from './identity.ts';
import { type Holds, type TableRule, tableRules } from './registry.ts';
import { type Row, rowsOf } from './rows.ts';
import { type Json, Traces } from './traces.ts';

/** All that is kept of a person: who it is, and a list for each kind of record. */
export type PersonDocument = Record<string, unknown>;

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function told(value: unknown, holds: Holds, traces: Traces): unknown {
  if (value === null || value === undefined) return null;
  if (holds === 'seconds') return isoTime(value as number);
  if (holds === 'milliseconds') return isoTime(Math.floor((value as number) / 1000));
  if (holds === 'json') return traces.withoutOthers(parsed(String(value)));
  return value instanceof Date ? value.toISOString() : value;
}

const toRecord = (rule: TableRule, row: Row, traces: Traces): Row =>
  Object.fromEntries(
    Object.entries(rule.columns)
      .filter(([, holds]) => holds !== 'secret')
      .map(([column, holds]) => [camel(column), told(row[column], holds, traces)]),
  );

/** Links in mails sign in, or act, for whoever has them. */
const withoutLinks = (text: string) => text.replace(/\bhttps?:\/\/\S+/g, '…');

type ToCompose = Pick<Context, 'config' | 'db' | 'keys' | 'clock'>;

/** What a mail says that was not sent yet; null where it can no longer be written. */
async function textOf(context: ToCompose, row: Row): Promise<{ subject: string; text: string } | null> {
  if (row.done_at !== null) return null;
  const mail = await compose(context, row as unknown as Claimed, now(context)).catch(() => null);
  return mail && { subject: mail.subject, text: withoutLinks(mail.text) };
}

async function keptMail(folder: string, file: string) {
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(await readFile(join(folder, file)), { skipTextToHtml: true });
  return { file, subject: mail.subject ?? '', text: withoutLinks(mail.text ?? '') };
}

async function recordsOf(
  queries: Queries,
  context: ToCompose,
  id: number,
): Promise<{ document: PersonDocument; files: string[] }> {
  const who = await identityOf(queries, id);
  const traces = new Traces(who);
  const document: PersonDocument = { studentId: id, names: who.names, addresses: who.addresses };
  for (const rule of tableRules) {
    if (rule.exported === null) continue;
    const records: Row[] = [];
    for await (const { row } of rowsOf(queries, rule, who, traces)) {
      const more = rule.table === 'outbox' ? { written: await textOf(context, row) } : {};
      records.push({ ...toRecord(rule, row, traces), ...more });
    }
    document[rule.exported] = records;
  }
  const { statements, documents } = await statementsOf(queries, { ...who, publicUrl: context.config.publicUrl });
  document.statements = statements.map((one) => traces.withoutOthers(one as Json));
  document.playerDocuments = documents;
  return { document, files: await keptMailsNaming(context, who) };
}

/**
 * All that is kept of a student, as one document; other people are not named in it. The student must be there.
 */
export async function exportPerson(context: ToCompose, id: number): Promise<PersonDocument> {
  const { document, files } = await context.db.snapshot((queries) => recordsOf(queries, context, id));
  const folder = mailFolder(context.config);
  const keptMails = [];
  for (const file of files) keptMails.push(await keptMail(folder, file));
  return { made: isoTime(now(context)), ...document, keptMails };
}
