import type { Database, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { isLanguage, isTimeZone, type Language } from '../rules/language.ts';

/** How somebody wants to be written to; null: as a browser of theirs said, at the first sign-in or when they left it to that one. */
export interface Preferences {
  language: Language | null;
  timeZone: string | null;
  /** What mails to them use now; null where nothing is known, so that it is as the license manager says. */
  used: { language: Language | null; timeZone: string | null };
}

/** What a browser says of its reader. */
export interface Browsers {
  language: Language | null;
  timeZone: string | null;
}

const columns = ['language', 'language_chosen', 'time_zone', 'time_zone_chosen'] as const;

const byId = prepare((db, p: { id: string }) => db.selectFrom('person').select(columns).where('id', '=', p.id));

interface Kept {
  id: string;
  language: string | null;
  languageChosen: Flag;
  zone: string | null;
  zoneChosen: Flag;
}

const update = prepare((db, p: Kept) =>
  db
    .updateTable('person')
    .set({
      language: p.language,
      language_chosen: p.languageChosen,
      time_zone: p.zone,
      time_zone_chosen: p.zoneChosen,
    })
    .where('id', '=', p.id),
);

/** The name of a time zone that a browser gave, or null. */
export const zoneOf = (name: unknown): string | null =>
  typeof name === 'string' && name.length <= 100 && isTimeZone(name) ? name : null;

async function rowOf(db: Queries, id: string) {
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  return { ...row, language: isLanguage(row.language) ? row.language : null };
}

/** How the person wants to be written to. */
export async function getPreferences(db: Queries, id: string): Promise<Preferences> {
  const { language, time_zone: timeZone, ...chosen } = await rowOf(db, id);
  return {
    language: chosen.language_chosen === 1 ? language : null,
    timeZone: chosen.time_zone_chosen === 1 ? timeZone : null,
    used: { language, timeZone },
  };
}

/** Changes what is given. What is no longer chosen is as this browser says. */
export async function changePreferences(
  tx: Transaction,
  id: string,
  changes: { language?: Language | null; timeZone?: string | null },
  browser: Browsers,
): Promise<Preferences> {
  const { used, ...before } = await getPreferences(tx, id);
  const { language, timeZone } = { ...before, ...changes };
  await update(tx, {
    id,
    language: language ?? (changes.language === null ? browser.language : null) ?? used.language,
    languageChosen: language === null ? 0 : 1,
    zone: timeZone ?? (changes.timeZone === null ? browser.timeZone : null) ?? used.timeZone,
    zoneChosen: timeZone === null ? 0 : 1,
  });
  return getPreferences(tx, id);
}

/** Learns from the browser of a sign-in what is not known of the person. */
export async function learnPreferences(db: Database, id: string, browser: Browsers): Promise<void> {
  const { language, timeZone, used } = await getPreferences(db.read, id);
  const told = { language: used.language ?? browser.language, zone: used.timeZone ?? browser.timeZone };
  if (told.language === used.language && told.zone === used.timeZone) return;
  const chosen = { languageChosen: language === null ? 0 : 1, zoneChosen: timeZone === null ? 0 : 1 } as const;
  await db.write((tx) => update(tx, { id, ...told, ...chosen }));
}
