import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { isLanguage, type Language } from '../rules/language.ts';
import { type NoticeChoices, type NoticeKind, noticeKinds } from '../rules/notice.ts';

/** What a license manager sets for itself. */
export interface Settings {
  /** By links one person per mailbox, whatever is added to the address. */
  onePerMailbox: boolean;
  /** In which its people are written to of whom nothing is known. */
  language: Language;
  timeZone: string;
  /** Which mails its members get: presets for those who have not chosen. */
  mails: Record<NoticeKind, boolean>;
  /** For so many hours a seat is held for whom it was offered to. */
  holdHours: number;
}

/** What may be changed; of the mails those that are given. */
export type SettingsChange = Partial<Omit<Settings, 'mails'>> & { mails?: NoticeChoices };

const names = ['one_per_mailbox', 'language', 'time_zone', 'mails', 'hold_hours'] as const;

const columns = prepare((db, p: { id: number }) => db.selectFrom('manager').select(names).where('id', '=', p.id));
const lockedColumns = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('manager').select(names).where('id', '=', p.id), engine),
);
interface Values {
  id: number;
  onePerMailbox: Flag;
  language: string;
  zone: string;
  mails: string;
  holdHours: number;
}
const update = prepare((db, p: Values) =>
  db
    .updateTable('manager')
    .set({
      one_per_mailbox: p.onePerMailbox,
      language: p.language,
      time_zone: p.zone,
      mails: p.mails,
      hold_hours: p.holdHours,
    })
    .where('id', '=', p.id),
);

type Row = Awaited<ReturnType<typeof columns>>[number];

const toSettings = (row: Row | undefined): Settings => {
  if (!row) throw notFound();
  const chosen = JSON.parse(row.mails) as NoticeChoices;
  return {
    onePerMailbox: row.one_per_mailbox === 1,
    language: isLanguage(row.language) ? row.language : 'en',
    timeZone: row.time_zone ?? 'UTC',
    mails: Object.fromEntries(noticeKinds.map((kind) => [kind, chosen[kind] ?? true])) as Settings['mails'],
    holdHours: row.hold_hours,
  };
};

export const getSettings = async (db: Queries, managerId: number): Promise<Settings> =>
  toSettings((await columns(db, { id: managerId }))[0]);

/** Changes what is given; answers all settings as they now are. */
export async function changeSettings(
  tx: Transaction,
  { managerId, changes }: { managerId: number; changes: SettingsChange },
  by: Actor,
  now: number,
): Promise<Settings> {
  const before = toSettings((await lockedColumns(tx, { id: managerId }))[0]);
  const after = { ...before, ...changes, mails: { ...before.mails, ...changes.mails } };
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const mails = JSON.stringify(after.mails);
  const { language, timeZone: zone, holdHours } = after;
  await update(tx, { id: managerId, onePerMailbox: after.onePerMailbox ? 1 : 0, language, zone, mails, holdHours });
  record(tx, { managerId, at: now, kind: 'manager.settings_changed', by, before, after });
  return after;
}
