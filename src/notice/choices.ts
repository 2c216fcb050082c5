import type { Queries, Transaction } from '../db/database.ts';
import type { Actor } from '../event/record.ts';
import { type NoticeChoices, type NoticeKind, noticeKinds, wantsNotice } from '../rules/notice.ts';
import { chooseNotices, findMember } from './members.ts';

type Switches = Record<NoticeKind, boolean>;

const memberFor = (db: Queries, managerId: number, { kind, id }: Actor) =>
  kind === 'person' && id !== null ? findMember(db, managerId, id) : undefined;

/** Which mails the caller gets: a member's own, or, for a token, what the manager presets. */
export async function mailsOf(db: Queries, managerId: number, by: Actor, presets: Switches): Promise<Switches> {
  const member = await memberFor(db, managerId, by);
  if (!member) return presets;
  const { role, own, preset } = member;
  return Object.fromEntries(noticeKinds.map((kind) => [kind, wantsNotice(kind, role, own, preset)])) as Switches;
}

/** Keeps what a member chooses for themselves; false where the caller is no member. */
export async function chooseMails(tx: Transaction, managerId: number, by: Actor, choices: NoticeChoices) {
  const member = await memberFor(tx, managerId, by);
  if (!member) return false;
  await chooseNotices(tx, member.id, { ...member.own, ...choices });
  return true;
}
