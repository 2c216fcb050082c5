import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import type { Language } from '../rules/language.ts';

/** What a mail says, with placeholders such as `{course}`; the body's lines are paragraphs. */
export interface MailText {
  subject: string;
  body: string;
}

interface Which {
  kind: string;
  language: Language;
}

const one = prepare((db, p: Which) =>
  db.selectFrom('mail_text').select(['subject', 'body']).where('kind', '=', p.kind).where('language', '=', p.language),
);
const all = prepare((db, _: object) => db.selectFrom('mail_text').select(['kind', 'language', 'subject', 'body']));
const upsert = prepare((db, p: Which & MailText) =>
  db
    .insertInto('mail_text')
    .values({ kind: p.kind, language: p.language, subject: p.subject, body: p.body })
    .onConflict((conflict) => conflict.columns(['kind', 'language']).doUpdateSet({ subject: p.subject, body: p.body })),
);
const remove = prepare((db, p: Which) =>
  db.deleteFrom('mail_text').where('kind', '=', p.kind).where('language', '=', p.language),
);

/** What the publisher wrote for a mail in a language; null where it says what the program comes with. */
export const ownText = async (db: Queries, which: Which): Promise<MailText | null> => (await one(db, which))[0] ?? null;

/** Every text that the publisher wrote: at most one for each kind and language. */
export const ownTexts = (db: Queries) => all(db, {});

/** Keeps a text, or, with null, goes back to the one that the program comes with. */
export async function changeText(
  tx: Transaction,
  { kind, language }: Which,
  text: MailText | null,
  by: Actor,
  now: number,
): Promise<void> {
  const before = await ownText(tx, { kind, language });
  if (JSON.stringify(before) === JSON.stringify(text)) return;
  if (text) await upsert(tx, { kind, language, ...text });
  else await remove(tx, { kind, language });
  const [was, is] = [
    { kind, language, text: before },
    { kind, language, text },
  ];
  record(tx, { managerId: null, at: now, kind: 'publisher.text_changed', by, before: was, after: is });
}
