import type { MailKind } from '../../event/record.ts';
import type { Language } from '../../rules/language.ts';
import { en } from './en.ts';
import { it } from './it.ts';

/** A license as its letters tell of it. Names are isolated (names.ts), dates are words. */
export interface LicenseFacts {
  course: string;
  manager: string;
  transferable: boolean;
  /** The student took it by a link; nobody gave it. */
  byLink: boolean;
  /** What was full, so that it was passed on to another person; null where that is not known. */
  full: 'pool' | 'link' | null;
  /** The button signs the reader in. */
  signsIn: boolean;
  /** The last day on which it can be used. */
  until: string;
}

/** A place on a waiting list, or a request, as its letters tell of it. */
export interface WaitingFacts {
  course: string;
  manager: string;
  /** Who asks; for the people of the license manager. */
  student: string;
  /** What they wrote, or what was answered; null where nothing was. */
  words: string | null;
  /** The moment up to which the seat is held; null where none is. */
  until: string | null;
  /** There is a license already; the button opens it. */
  licensed: boolean;
  /** The button signs the reader in. */
  signsIn: boolean;
}

/** What a letter with a link of its own tells. */
export interface LinkFacts {
  manager: string | null;
  course: string | null;
  publisher: string;
  /** Who invites. */
  by: string | null;
  role: string | null;
}

/** What was done to an account. */
export type AccountChange =
  | 'disabled'
  | 'enabled'
  | 'deleted'
  | 'second_factor_reset'
  | 'sessions_ended'
  | 'staff_added'
  | 'staff_changed'
  | 'staff_removed';

/** What happened to an account, of which somebody else may be the cause. */
export type SecurityChange =
  | 'new_device'
  | 'device_trusted'
  | 'password_changed'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'backup_codes_renewed'
  | 'codes_stopped';

/** What a mail to those who work for a license manager tells. */
export interface ManagerFacts {
  manager: string;
  /** Of how many pools or addresses. */
  count: number;
  /** How many of them are not named. */
  more: number;
}

/** Why an order waits. */
export type ParkedWhy = 'unknown_product' | 'unknown_buyer' | 'no_lines' | 'course_archived' | 'too_many_licenses';

/** What notices tell, by kind. */
export interface NoticeFacts {
  account_notice: { what: AccountChange };
  security_notice: { what: SecurityChange };
  mailed_code: object;
  manager_pools_nearly_full: ManagerFacts;
  manager_pools_full: ManagerFacts;
  manager_pools_end: ManagerFacts;
  manager_new_pool: ManagerFacts;
  manager_undelivered: ManagerFacts;
  manager_digest: ManagerFacts;
  link_takes_back_often: { course: string; link: string };
  webhook_disabled: { host: string; gone: boolean };
  order_parked: { source: string; reference: string; why: ParkedWhy };
  order_refunded: { source: string; reference: string; mode: 'close' | 'end' | 'keep' | 'partly' };
}

export type LicenseKind = Extract<MailKind, `license_${string}`>;
/** Mails that carry no link of their own and are about no license: what they say is in their payload. */
export type NoticeKind = keyof NoticeFacts;
/** Mails about the waiting list and about requests. */
export type WaitingKind = Extract<MailKind, `waiting_${string}` | `request_${string}`>;
export type LinkKind = Exclude<MailKind, LicenseKind | NoticeKind | WaitingKind>;

/** What a letter says. */
export interface Words {
  subject: string;
  paragraphs: string[];
  /** What the button does, where there is one. */
  action?: string;
  /** Why this mail came, in small print. */
  footnote: string;
}

/** Everything that mails say in one language. */
export interface Texts {
  greeting(name: string | null): string;
  /** Above the address of the button, for programs that show no buttons. */
  copyAddress: string;
  /** Before the address of the license manager. */
  writeTo(manager: string): string;
  /** How many licenses of a pool are free, and how long it lasts. */
  pool(pool: { id: number; free: number; licenses: number; until: string }): string;
  /** The name of the sender. */
  via(manager: string, publisher: string): string;
  labels: Record<
    | 'course'
    | 'from'
    | 'until'
    | 'ended'
    | 'heldUntil'
    | 'student'
    | 'message'
    | 'reason'
    | 'changedBy'
    | 'browser'
    | 'when'
    | 'code'
    | 'assignedLastWeek'
    | 'endedLastWeek'
    | 'licenses'
    | 'students',
    string
  >;
  license: Record<LicenseKind, (facts: LicenseFacts) => Words>;
  waiting: Record<WaitingKind, (facts: WaitingFacts) => Words>;
  link: Record<LinkKind, (facts: LinkFacts) => Words>;
  notice: { [K in NoticeKind]: (facts: NoticeFacts[K]) => Words };
}

/** A language without one of the texts is an error of its type. */
export const texts: Record<Language, Texts> = { en, it };
