import type { BrandSettings } from '../brand/brand.ts';
import type { MailText } from '../brand/mail-text.ts';
import type { RequestState, Role, StaffRole, WebhookTable } from '../db/tables.ts';
import type { Language } from '../rules/language.ts';
import type { Validity } from '../rules/link.ts';
import type { NoticeChoices, NoticeKind } from '../rules/notice.ts';
import type { EntryState } from '../rules/waiting.ts';

interface OfPublisher {
  managerId: null;
}
interface OfManager {
  managerId: number;
}
interface OfPool extends OfManager {
  courseId: number;
  poolId: number;
}
interface OfLink extends OfPool {
  linkId: number;
}
export interface OfLicense extends OfPool {
  studentId: number;
  licenseId: number;
  linkId: number | null;
}
/** A place on the waiting list of a pool. */
interface OfEntry extends OfPool {
  studentId: number;
  linkId: number | null;
}
interface OfEither {
  managerId: number | null;
}

/** The license manager who gave the license; null where the student has none any more. */
interface OfProgress extends OfEither {
  studentId: number;
  courseId: number;
  poolId?: number;
  licenseId?: number;
}

interface Before<T> {
  before: T;
}
interface After<T> {
  after: T;
}
type Change<T> = Before<T> & After<T>;

/** `text` null: the one that the program comes with. */
interface MailTextFacts {
  kind: string;
  language: Language;
  text: MailText | null;
}

/** Moments as ISO 8601. */
interface Held {
  start?: string;
  end: string;
  active: boolean;
}
/** Moments as ISO 8601. */
interface ProgressFacts {
  percent: number;
  completed: string | null;
  lastAccess: string | null;
}
interface Place {
  entry: number;
  state: EntryState;
  offeredUntil?: string;
}
interface Asked {
  request: number;
  state: RequestState;
}
interface LinkTerms {
  link: number;
  name: string | null;
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
  minHeldDays: number;
  paused?: boolean;
  whenFull?: 'refuse' | 'wait';
  approval?: boolean;
  listed?: boolean;
  extensions?: number;
}
interface Settings {
  onePerMailbox: boolean;
  language: Language;
  timeZone: string;
  mails: NoticeChoices;
  holdHours: number;
}
interface PoolTerms {
  licenses: number;
  shrinkTo: number | null;
  end: string;
  order: string | null;
}
interface CourseTerms {
  title: string;
  description: string;
  kind: 'course' | 'subscription';
  months: number;
  cover: string | null;
  launch: { method: 'none' | 'link' | 'token' | 'cmi5'; url: string | null; moveOn: string | null };
  activityId: string | null;
  certificates: boolean;
  archived: boolean;
}
interface Customer {
  name: string;
  email: string;
  allowedDomains: string[];
}
export interface WebhookFacts {
  webhook: string;
  url: string;
  events: string[];
  description: string;
  format: WebhookTable['format'];
  state: 'active' | 'disabled';
}
interface RosterCounts {
  assign: number;
  revoke: number;
  edit: number;
  keep: number;
  refuse: number;
}
interface Imported {
  managers: number;
  courses: number;
  pools: number;
  students: number;
  licenses: number;
  progress: number;
}

/** What history tells of an order. `licenses` are units. */
export interface OrderFacts {
  order: string;
  source: string;
  reference: string;
  line: string;
  state: 'active' | 'parked' | 'cancelled';
  product: string | null;
  licenses: number;
  end: string | null;
  why: string | null;
}
/** Of a license manager, once it is known for whom the order is. */
interface OfOrder extends OfEither {
  courseId?: number;
  poolId?: number;
}
interface ProductTerms {
  source: string;
  product: string;
  course?: string;
  transferable?: boolean;
  licensesPerUnit?: number;
  months?: number | null;
}

/** What happened to an account by somebody else's hand. */
type AccountHelped = OfPublisher & Before<{ email: string }>;

/** What each kind of event tells, and of what. docs/webhooks.md has the same in words, docs/events.md an example of each. */
export interface EventFacts {
  'account.backup_codes_renewed': OfPublisher;
  'account.code_sent': OfPublisher;
  'account.codes_stopped': OfPublisher;
  'account.created': OfPublisher & After<{ email: string; publisher?: boolean }>;
  'account.deleted': AccountHelped;
  'account.device_trusted': OfPublisher;
  'account.disabled': AccountHelped;
  'account.enabled': AccountHelped;
  'account.link_sent': OfPublisher;
  'account.new_device': OfPublisher;
  'account.password_changed': OfPublisher;
  'account.reset_sent': OfPublisher;
  'account.second_factor_off': OfPublisher;
  'account.second_factor_on': OfPublisher;
  'account.second_factor_reset': AccountHelped;
  'account.sessions_ended': AccountHelped;
  'account.set_up': OfPublisher;
  'account.staff_added': AccountHelped & After<{ role: StaffRole }>;
  'account.staff_changed': AccountHelped & After<{ role: StaffRole }>;
  'account.staff_removed': AccountHelped;
  'course.changed': OfPublisher & { courseId: number } & Change<CourseTerms>;
  'certificate.issued': OfProgress & After<{ certificate: string; completed: string }>;
  'certificate.revoked': OfProgress & Change<{ certificate: string; revoked: boolean }> & { why: { reason: string } };
  'course.created': OfPublisher & { courseId: number } & After<{ title: string }>;
  'import.applied': OfPublisher & After<Imported>;
  'key.accepted': OfPublisher & After<{ fingerprint: string }>;
  'license.assigned': OfLicense & After<Held>;
  'license.end_changed': OfLicense & Change<Held>;
  'license.erased': OfLicense & Change<Held>;
  'license.expired': OfLicense & Change<Held>;
  'license.extended': OfLicense & Change<Held>;
  'license.expires_soon': OfLicense & After<Held>;
  'license.merged': OfLicense & Change<Held>;
  'license.recycled': OfLicense & Change<Held> & { why?: { for: number; full: 'pool' | 'link' } };
  'license.returned': OfLicense & Change<Held>;
  'license.revoked': OfLicense & Change<Held>;
  'license.unopened': OfLicense & After<{ end: string }>;
  'link.changed': OfLink & Change<LinkTerms>;
  'link.created': OfLink & After<LinkTerms>;
  'link.deleted': OfLink & Before<LinkTerms>;
  'link.takes_back_often': OfLink & { why: { inADay: number } };
  'manager.changed': OfManager & Change<Customer>;
  'manager.created': OfManager & After<Customer>;
  'manager.resumed': OfManager;
  'manager.settings_changed': OfManager & Change<Settings>;
  'manager.suspended': OfManager;
  'manager.told': OfManager & After<{ kind: NoticeKind }>;
  'member.invited': OfManager & After<{ email: string; role: Role }>;
  'member.joined': OfManager & After<{ email: string; role: Role }>;
  'member.removed': OfManager & Before<{ email: string; role: Role }>;
  'member.role_changed': OfManager & Change<{ email: string; role: Role }>;
  'publisher.settings_changed': OfPublisher & Change<BrandSettings>;
  'publisher.text_changed': OfPublisher & Change<MailTextFacts>;
  'order.cancelled': OfOrder & Change<OrderFacts>;
  'order.changed': OfOrder & Change<OrderFacts>;
  'order.made': OfOrder & After<OrderFacts>;
  'order.parked': OfOrder & After<OrderFacts>;
  'order.refunded': OfOrder & After<OrderFacts & { complete: boolean }>;
  'order.resolved': OfOrder & After<OrderFacts>;
  'outbox.released': OfPublisher & { why: { discarded: number } };
  'pool.changed': OfPool & Change<PoolTerms>;
  'pool.closed': OfPool;
  'pool.created': OfPool &
    After<{ licenses: number; transferable: boolean; start: string; end: string; order: string | null }>;
  'pool.enlarged': OfPool & Change<{ licenses: number }>;
  'product.mapped': OfPublisher & Change<ProductTerms>;
  'product.unmapped': OfPublisher & Before<ProductTerms>;
  'progress.completed': OfProgress & Change<ProgressFacts>;
  'progress.reported': OfProgress & Change<ProgressFacts>;
  'pool.opened': OfPool;
  'pool.renewed': OfPool & After<{ pool: number; licenses: number; end: string }>;
  'pool.shrunk': OfPool & Change<{ licenses: number; shrinkTo: number | null }>;
  'request.approved': OfEntry & Change<Asked>;
  'request.declined': OfEntry & Change<Asked>;
  'request.expired': OfEntry & Change<Asked>;
  'request.made': OfEntry & After<Asked>;
  'request.withdrawn': OfEntry & Change<Asked>;
  'roster.applied': OfManager & After<{ plan: string } & RosterCounts>;
  'signing_key.rotated': OfPublisher & Change<{ key: string }>;
  'student.address_changed': OfEither & { studentId: number } & Change<{ email: string }>;
  'student.erased': OfEither & { studentId: number };
  'student.merged': OfEither & { studentId: number } & Change<{ id: number; name: string; email: string }>;
  'student.renamed': OfEither & { studentId: number } & Change<{ name: string }>;
  'token.created': OfEither & After<{ name: string; permission: 'read' | 'write' }>;
  'token.deleted': OfEither & Before<{ name: string }>;
  'waiting.accepted': OfEntry & { licenseId: number } & Change<Place>;
  'waiting.closed': OfEntry & Change<Place>;
  'waiting.joined': OfEntry & After<Place>;
  'waiting.lapsed': OfEntry & Change<Place>;
  'waiting.left': OfEntry & Change<Place>;
  'waiting.offered': OfEntry & Change<Place>;
  'waiting.removed': OfEntry & Change<Place>;
  'webhook.changed': OfEither & Change<WebhookFacts>;
  'webhook.created': OfEither & After<WebhookFacts>;
  'webhook.deleted': OfEither & Change<WebhookFacts>;
  'webhook.disabled': OfEither & Change<WebhookFacts> & { why: { why: string } };
  'webhook.rotated': OfEither & Change<WebhookFacts>;
}

export type EventKind = keyof EventFacts;

/** Whose history it stands in. */
type HistoryOf<Fact extends { managerId: number | null }> = Fact['managerId'] extends number
  ? 'manager'
  : Fact['managerId'] extends null
    ? 'publisher'
    : 'either';

/** Every kind of event, and whose history it stands in: a license manager's, the publisher's, or either's. */
const histories: { [Kind in EventKind]: HistoryOf<EventFacts[Kind]> } = {
  'account.backup_codes_renewed': 'publisher',
  'account.code_sent': 'publisher',
  'account.codes_stopped': 'publisher',
  'account.created': 'publisher',
  'account.deleted': 'publisher',
  'account.device_trusted': 'publisher',
  'account.disabled': 'publisher',
  'account.enabled': 'publisher',
  'account.link_sent': 'publisher',
  'account.new_device': 'publisher',
  'account.password_changed': 'publisher',
  'account.reset_sent': 'publisher',
  'account.second_factor_off': 'publisher',
  'account.second_factor_on': 'publisher',
  'account.second_factor_reset': 'publisher',
  'account.sessions_ended': 'publisher',
  'account.set_up': 'publisher',
  'account.staff_added': 'publisher',
  'account.staff_changed': 'publisher',
  'account.staff_removed': 'publisher',
  'course.changed': 'publisher',
  'certificate.issued': 'either',
  'certificate.revoked': 'either',
  'course.created': 'publisher',
  'import.applied': 'publisher',
  'key.accepted': 'publisher',
  'license.assigned': 'manager',
  'license.end_changed': 'manager',
  'license.erased': 'manager',
  'license.expired': 'manager',
  'license.extended': 'manager',
  'license.expires_soon': 'manager',
  'license.merged': 'manager',
  'license.recycled': 'manager',
  'license.returned': 'manager',
  'license.revoked': 'manager',
  'license.unopened': 'manager',
  'link.changed': 'manager',
  'link.created': 'manager',
  'link.deleted': 'manager',
  'link.takes_back_often': 'manager',
  'manager.changed': 'manager',
  'manager.created': 'manager',
  'manager.resumed': 'manager',
  'manager.settings_changed': 'manager',
  'manager.suspended': 'manager',
  'manager.told': 'manager',
  'member.invited': 'manager',
  'member.joined': 'manager',
  'member.removed': 'manager',
  'member.role_changed': 'manager',
  'publisher.settings_changed': 'publisher',
  'publisher.text_changed': 'publisher',
  'order.cancelled': 'either',
  'order.changed': 'either',
  'order.made': 'either',
  'order.parked': 'either',
  'order.refunded': 'either',
  'order.resolved': 'either',
  'outbox.released': 'publisher',
  'pool.changed': 'manager',
  'pool.closed': 'manager',
  'pool.created': 'manager',
  'pool.enlarged': 'manager',
  'product.mapped': 'publisher',
  'product.unmapped': 'publisher',
  'progress.completed': 'either',
  'progress.reported': 'either',
  'pool.opened': 'manager',
  'pool.renewed': 'manager',
  'pool.shrunk': 'manager',
  'request.approved': 'manager',
  'request.declined': 'manager',
  'request.expired': 'manager',
  'request.made': 'manager',
  'request.withdrawn': 'manager',
  'roster.applied': 'manager',
  'signing_key.rotated': 'publisher',
  'student.address_changed': 'either',
  'student.erased': 'either',
  'student.merged': 'either',
  'student.renamed': 'either',
  'token.created': 'either',
  'token.deleted': 'either',
  'waiting.accepted': 'manager',
  'waiting.closed': 'manager',
  'waiting.joined': 'manager',
  'waiting.lapsed': 'manager',
  'waiting.left': 'manager',
  'waiting.offered': 'manager',
  'waiting.removed': 'manager',
  'webhook.changed': 'either',
  'webhook.created': 'either',
  'webhook.deleted': 'either',
  'webhook.disabled': 'either',
  'webhook.rotated': 'either',
};

export const eventKinds = Object.keys(histories) as EventKind[];

/** The kinds that license managers find in their history. */
export const kindsOfManagers: readonly EventKind[] = eventKinds.filter((kind) => histories[kind] !== 'publisher');

const REMINDERS: ReadonlySet<EventKind> = new Set(['license.expires_soon', 'license.unopened']);

/** The kinds that tell of a change to licenses or pools; offers hold seats. */
export const changesSeats: readonly EventKind[] = eventKinds.filter(
  (kind) =>
    (/^(?:license|pool)\./.test(kind) && !REMINDERS.has(kind)) ||
    kind === 'waiting.offered' ||
    kind === 'waiting.lapsed',
);

export const isEventKind = (text: string): text is EventKind => Object.hasOwn(histories, text);
