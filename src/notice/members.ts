import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type MailKind, type NewMail, record, system } from '../event/record.ts';
import { type NoticeChoices, type NoticeKind, wantsNotice } from '../rules/notice.ts';

const MAX_MEMBERS = 200;

const members = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.id', 'member.role', 'member.mails', 'person.email', 'manager.mails as preset'])
    .where('member.manager_id', '=', p.managerId)
    .where('person.disabled_at', 'is', null)
    .orderBy('member.id')
    .limit(MAX_MEMBERS),
);

interface Row {
  memberId: string;
  kind: NoticeKind;
  poolId: number;
  period: string;
  now: number;
}

/** One row per member and matter: of two processes, or two rounds, only the first gets it. */
const insert = prepare((db, p: Row) =>
  db
    .insertInto('notice')
    .values({ member_id: p.memberId, kind: p.kind, pool_id: p.poolId, period: p.period, made_at: p.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id'),
);

const readChoices = (text: string): NoticeChoices => JSON.parse(text) as NoticeChoices;

/** What a member is told of: a pool, or 0, in a period. */
export interface Matter {
  poolId: number;
  period: string;
}

/** What is told of some matters: the mail, for those of them that are news. */
interface Told {
  managerId: number;
  kind: NoticeKind;
  mail: MailKind;
  matters: Matter[];
  payload: (news: Matter[]) => object;
  /** Nothing is worth a mail: they count as told. */
  quiet?: boolean;
}

/** Tells every member who wants it of what they were not told yet, in one mail each, in the transaction. */
export async function tellMembers(tx: Transaction, told: Told, now: number): Promise<void> {
  const { managerId, kind, matters } = told;
  const mails: NewMail[] = [];
  for (const { id, role, mails: own, preset, email } of await members(tx, { managerId })) {
    const news: Matter[] = [];
    for (const matter of matters) {
      if ((await insert(tx, { memberId: id, kind, now, ...matter })).length > 0) news.push(matter);
    }
    if (news.length === 0 || told.quiet || !wantsNotice(kind, role, readChoices(own), readChoices(preset))) continue;
    mails.push({ kind: told.mail, to: email, payload: told.payload(news) });
  }
  if (mails.length > 0) record(tx, { managerId, at: now, kind: 'manager.told', by: system, after: { kind } }, ...mails);
}

/** True where somebody works for the manager who can be told. */
export const hasMembers = async (db: Queries, managerId: number): Promise<boolean> =>
  (await members(db, { managerId })).length > 0;

const byMember = prepare((db, p: { managerId: number; personId: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.id', 'member.role', 'member.mails', 'manager.mails as preset'])
    .where('member.manager_id', '=', p.managerId)
    .where('member.person_id', '=', p.personId),
);

const setOwn = prepare((db, p: { id: string; mails: string }) =>
  db.updateTable('member').set({ mails: p.mails }).where('id', '=', p.id),
);

/** Which mails a member gets, and what they chose; undefined where they are none. */
export async function findMember(db: Queries, managerId: number, personId: string) {
  const [row] = await byMember(db, { managerId, personId });
  return row && { id: row.id, role: row.role, own: readChoices(row.mails), preset: readChoices(row.preset) };
}

/** Keeps what a member chose. */
export const chooseNotices = async (tx: Transaction, id: string, choices: NoticeChoices): Promise<void> => {
  await setOwn(tx, { id, mails: JSON.stringify(choices) });
};
