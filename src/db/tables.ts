import type { Generated } from 'kysely';
import type { Owner } from '../principal.ts';

/** Whole seconds since 1970 in UTC: the contract speaks of time to the second. */
export type Instant = number;
export type Flag = 0 | 1;

export interface ManagerTable {
  id: Generated<number>;
  name: string;
  email: string;
  /** JSON array of the domains that transferable licenses may go to, as they were given. */
  allowed_domains: string;
  /** 1: by links, one person per mailbox, whatever is added to the address. */
  one_per_mailbox: Generated<Flag>;
  /** In which its students and members are written to where nothing is known of their own; null: English. */
  language: Generated<string | null>;
  /** As in the IANA time zone database; null: UTC. */
  time_zone: Generated<string | null>;
  /** JSON object: which mails its members get who have not chosen (rules/notice.ts). */
  mails: Generated<string>;
  created_at: Generated<Instant>;
  /** While set, its members, tokens, links and agents change nothing. */
  suspended_at: Generated<Instant | null>;
  /** What the publisher finds it by, folded: name, address and domains, a line each. */
  search_key: Generated<string>;
  /** For so many hours a seat is held for whom it was offered to. */
  hold_hours: Generated<number>;
}

export interface CourseTable {
  id: Generated<number>;
  title: string;
  description: Generated<string>;
  kind: Generated<'course' | 'subscription'>;
  /** How long a pool of it lasts where nothing else is said. */
  months: Generated<number>;
  /** The name under which its picture is served (`cover`). */
  cover: Generated<string | null>;
  /** How it opens. */
  launch_method: Generated<'none' | 'link' | 'token' | 'cmi5'>;
  launch_url: Generated<string | null>;
  /** When cmi5 takes it for done; null: where it is completed. */
  launch_move_on: Generated<string | null>;
  /** What xAPI statements call it; null: its address at this server. */
  activity_id: Generated<string | null>;
  certificates: Generated<Flag>;
  /** While set, it gets no new pools. */
  archived_at: Generated<Instant | null>;
  /** The title, folded. */
  search_key: Generated<string>;
}

/** A purchase: `licenses` seats of one course. The counters are kept by triggers on `license` and `waiting`. */
export interface PoolTable {
  id: Generated<number>;
  manager_id: number;
  course_id: number;
  transferable: Flag;
  licenses: number;
  start_at: Instant;
  end_at: Instant;
  /** The purchase it came from. */
  order_ref: string | null;
  /** Licenses ever made. */
  issued: Generated<number>;
  /** Seats held: by licenses not ended, or ever assigned where the pool is untransferable, and by offers. */
  held: Generated<number>;
  /** Licenses not ended. */
  live: Generated<number>;
  /** The highest seat ever held; lower ones that came back are in `free_seat`. */
  last_seat: Generated<number>;
  /** While set, it gives no licenses. */
  closed_at: Generated<Instant | null>;
  /** While set, it has more licenses than it is to have: those that come back go, until it has so many. */
  shrink_to: Generated<number | null>;
  /** Students who wait for a seat. */
  waiting: Generated<number>;
  /** Seats held for those whom they were offered to. */
  offered: Generated<number>;
}

export interface FreeSeatTable {
  pool_id: number;
  seat: number;
}

export interface StudentTable {
  id: Generated<number>;
  name: string;
  email: string;
  /** Lower case, with the domain in ASCII: addresses are one when their keys are. */
  email_key: string;
  /** What the student is found by, folded: name, line feed, address. */
  search_key: string;
  /** The address of the mailbox (rules/mailbox.ts), where that is another one. */
  mailbox: Generated<string | null>;
  /** The student who took over all of this one's, and is found by this one's address. */
  merged_into: Generated<number | null>;
  erased_at: Generated<Instant | null>;
}

/** A view: the student whom an address finds, by the own or by that of one who was merged into them. */
export interface StudentByAddressView {
  email_key: string;
  id: number;
  name: string;
  email: string;
  search_key: string;
  mailbox: string | null;
}

/** That a student was erased, and what is left to be done of it. */
export interface ErasureTable {
  student_id: number;
  at: Instant;
  /** 1 only within the transaction that erases: so long, history may be changed. */
  open: Generated<Flag>;
  /** JSON array: the names, or the ends of names, of kept mails that are to be deleted. */
  mails: Generated<string>;
  /** When nothing was left in files; null where that is still to be done. */
  purged_at: Generated<Instant | null>;
}

export type EndedHow = 'revoked' | 'returned' | 'recycled' | 'edited' | 'expired' | 'merged' | 'erased';

/** A license is active when it is not ended and start_at <= now < end_at. */
export interface LicenseTable {
  id: Generated<number>;
  pool_id: number;
  manager_id: number;
  course_id: number;
  transferable: Flag;
  seat: number;
  student_id: number;
  link_id: number | null;
  /** 1 where the license was imported before its start: only those may begin beside another one. */
  ahead: Generated<Flag>;
  start_at: Instant;
  end_at: Instant;
  /** When it was ended for good; null while it runs, and while nothing has swept it after it ran out. */
  ended_at: Instant | null;
  ended_how: EndedHow | null;
  /** 1 once the student was told that it ends soon, or need not be. A trigger makes it 0 when the end moves. */
  reminded: Generated<Flag>;
  /** How often its student made it longer. */
  extended: Generated<number>;
}

export type EntryState = 'waiting' | 'offered' | 'accepted' | 'lapsed' | 'left' | 'removed' | 'closed';

/** A place on the waiting list of a pool. One student has one live entry (waiting, offered) for a pool, and one offer of a course. */
export interface WaitingTable {
  id: Generated<number>;
  pool_id: number;
  manager_id: number;
  course_id: number;
  student_id: number;
  /** The link by which they joined; its terms are theirs. */
  link_id: number | null;
  /** 00:00 UTC of the end that was asked for. */
  end_date: Instant | null;
  state: EntryState;
  since: Instant;
  changed_at: Instant;
  /** The seat that is held for them while it is offered. */
  seat: Generated<number | null>;
  offered_until: Generated<Instant | null>;
  license_id: Generated<number | null>;
}

export type RequestState = 'requested' | 'approved' | 'declined' | 'withdrawn' | 'expired';

/** What a student asked a link for that gives after approval. */
export interface RequestTable {
  id: Generated<number>;
  manager_id: number;
  link_id: number;
  pool_id: number;
  course_id: number;
  student_id: number;
  message: string | null;
  state: RequestState;
  since: Instant;
  decided_at: Generated<Instant | null>;
  /** The label of who decided; null where nobody did. */
  decided_by: Generated<string | null>;
  reason: Generated<string | null>;
  license_id: Generated<number | null>;
  waiting_id: Generated<number | null>;
}

/** How many licenses of a manager a student ever held, and how many of them are not ended. Kept by triggers. */
export interface ManagerStudentTable {
  manager_id: number;
  student_id: number;
  issued: number;
  live: number;
  /** That of the student, for the order by name. */
  search_key: string;
  /** Grows with each change of what the student is to the manager (migrations/0001-licensing.ts). */
  changed: Generated<number>;
}

/** How many pools of a course a manager has. Kept by triggers. */
export interface ManagerCourseTable {
  manager_id: number;
  course_id: number;
  pools: number;
}

/** The picture of a course. */
export interface CoverTable {
  course_id: number;
  /** Of its bytes: another picture has another name. */
  name: string;
  type: string;
  /** Base64. */
  content: string;
  made_at: Instant;
}

/** A pool whose students get licenses of the next one, once it ends. */
export interface RenewalTable {
  pool_id: number;
  next_pool_id: number;
  made_at: Instant;
  /** The last license of the pool that was looked at; 0 before its end. */
  given_up_to: Generated<number>;
  done_at: Generated<Instant | null>;
}

/** How many rows of a kind there are, in parts that are summed. Kept by triggers. */
export interface TotalTable {
  noun: 'manager' | 'course' | 'archived_course' | 'pool' | 'student';
  part: number;
  rows: number;
}

/** The totals of one manager, so that nothing has to be counted. Kept by triggers. */
export interface TallyTable {
  manager_id: number;
  pools: number;
  courses: number;
  transferable_licenses: number;
  untransferable_licenses: number;
  issued: number;
  live: number;
  /** Licenses that hold a seat. */
  held: number;
  students: number;
  live_students: number;
}

export interface ProgressTable {
  student_id: number;
  course_id: number;
  percent: number;
  completed_at: Instant | null;
  last_access_at: Instant | null;
  /** When the newest report of it was made; 0 before the first. */
  reported_at: Instant;
  /** When an event last told of it. */
  told_at: Generated<Instant | null>;
  /** The transaction that changed it, on PostgreSQL. */
  changed: Generated<number>;
}

/** An auto-enrollment link. The counters are kept by triggers on `license`. */
export interface LinkTable {
  id: Generated<number>;
  manager_id: number;
  pool_id: number;
  /** SHA-256 of the code, which is never stored in clear. */
  code_hash: string;
  /** The code, encrypted with the server's key, to show it to the manager again. */
  code_sealed: string;
  /** Licenses out at the same time (transferable), or in total (untransferable). */
  licenses: number;
  auto_reassign: Flag;
  validity_count: number | null;
  validity_unit: 'day' | 'week' | 'month' | null;
  created_at: Instant;
  deleted_at: Instant | null;
  issued: Generated<number>;
  live: Generated<number>;
  name: Generated<string | null>;
  /** While set, it gives no licenses. */
  paused_at: Generated<Instant | null>;
  /** Licenses younger than so many days of 24 hours are not taken back. */
  min_held_days: Generated<number>;
  /** Whose license it takes back. */
  recycle_policy: Generated<'oldest' | 'idle' | 'completed' | 'unstarted'>;
  /** Licenses that it took back since then: within a day. */
  taken_back: Generated<number>;
  taken_back_since: Generated<Instant>;
  /** Whether people may wait where it, or its pool, has nothing left. */
  when_full: Generated<'refuse' | 'wait'>;
  /** 1: it gives nothing before somebody of its manager has approved. */
  approval: Generated<Flag>;
  /** 1: it is shown to everybody who signs in with an address of an allowed domain. */
  listed: Generated<Flag>;
  /** How often a student may make a license longer by its validity. */
  extensions: Generated<number>;
  /** Students who wait by it, and seats that are offered to some: kept by triggers on `waiting`. */
  waiting: Generated<number>;
  offered: Generated<number>;
}

export interface TokenTable {
  /** The `key` claim. */
  id: string;
  owner: Owner;
  /** Null: a token of the publisher. */
  manager_id: number | null;
  name: string;
  /** SHA-256 of the exact text, base64url. */
  hash: string;
  last_ten: string;
  permission: 'read' | 'write';
  created_at: Instant;
  last_used_at: Instant | null;
  /** The name of who made it, as it was then; null where nobody knows any more. */
  maker: Generated<string | null>;
  /** The person who made it, whether there still is such an account or not; null for commands. */
  maker_id: Generated<string | null>;
  /** The fingerprint of the key that signed it. */
  made_with: string | null;
}

export type ActorKind = 'token' | 'person' | 'link' | 'command' | 'system' | 'agent';

/** One row per fact, written with the change it tells of, never changed. */
export interface EventTable {
  id: Generated<number>;
  manager_id: number | null;
  at: Instant;
  kind: string;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_label: string;
  student_id: number | null;
  course_id: number | null;
  pool_id: number | null;
  license_id: number | null;
  link_id: number | null;
  /** JSON object with `before` and `after`, and what else explains the fact. */
  details: string;
}

/**
 * What has to leave the house: written with the change, sent later. Times here are in milliseconds, by the clock of
 * the database.
 */
export interface OutboxTable {
  id: string;
  event_id: number | null;
  channel: 'mail';
  kind: string;
  recipient: string;
  /** What its template needs besides the license. Emptied once sent: it may hold a link that signs in. */
  payload: string;
  /** Mails about one license leave one after the other, in the order of their events. */
  license_id: number | null;
  created_at: number;
  /** 0: at once. */
  run_at: number;
  attempts: Generated<number>;
  /** Some process is sending it, and promises to be done by then. */
  locked_until: number | null;
  done_at: number | null;
  failed_at: number | null;
  /** How the last attempt failed, for operators: it may name servers and settings. */
  error: string | null;
  /** What the mail server answered about this mail or its recipient at the last attempt: for whoever caused the mail. */
  answer: Generated<string | null>;
}

/** Where this database lives, to tell a copy from it. One row, made by the first server. Times in milliseconds. */
export interface InstanceTable {
  one: 1;
  /** Also in a file beside the data; renewed when an operator accepts a new place. */
  id: string;
  /** What the engine itself says of the place. */
  place: string;
  /** While set, nothing is sent. */
  paused_at: number | null;
  paused_why: string | null;
}

/** Where events are sent to. Times in seconds, but `previous_until` and `failing_since`: milliseconds. */
export interface WebhookTable {
  id: string;
  owner: Owner;
  /** Null: a webhook of the publisher, which is told of all managers. */
  manager_id: number | null;
  url: string;
  /** JSON array of event kinds, or ["*"]. */
  kinds: string;
  description: string;
  format: 'standard' | 'slack' | 'teams';
  /** What deliveries are signed with, encrypted with the server's key. */
  secret_sealed: string;
  /** The secret before the last rotation, which signs too until then. */
  previous_sealed: string | null;
  previous_until: number | null;
  disabled_at: Instant | null;
  disabled_why: string | null;
  /** Only events after this position of the feed are sent by themselves. */
  since_position: number;
  /** The first failure after the last success. */
  failing_since: number | null;
  created_at: Instant;
  deleted_at: Instant | null;
}

/** One event on its way to one webhook. Times in milliseconds, by the clock of the database. */
export interface WebhookDeliveryTable {
  id: string;
  webhook_id: string;
  /** Null for a test. */
  event_id: number | null;
  /** The header webhook-id: the same for each attempt and for each delivery of the event. */
  message_id: string;
  type: string;
  created_at: number;
  /** 0: at once. */
  run_at: number;
  attempts: number;
  /** Some process is sending it, and will be done by then. */
  locked_until: number | null;
  delivered_at: number | null;
  failed_at: number | null;
  /** The HTTP status of the last answer. */
  status: number | null;
  error: string | null;
}

/** One row: up to where in the event feed deliveries have been made. */
export interface WebhookDispatchTable {
  one: 1;
  position: number;
}

/** What an agent proposed: one request, and what it is going to do. Times in seconds. */
export interface AgentPlanTable {
  id: string;
  manager_id: number;
  action: 'assign' | 'revoke' | 'extend';
  made_at: Instant;
  expires_at: Instant;
  /** The name of the token that proposed it. */
  maker: string;
  /** JSON: path and body of the request. */
  request: string;
  /** JSON: what is the same for all steps. */
  terms: string;
  /** JSON array, a step for each license. */
  steps: string;
  /** JSON array of what was asked for and is no part of it, and why. */
  refused: string;
  applied_at: Generated<Instant | null>;
  outdated_at: Generated<Instant | null>;
}

/** A plan of a roster: what would have to happen so that its people hold its courses. Times in seconds. */
export interface RosterTable {
  id: string;
  manager_id: number;
  made_at: Instant;
  expires_at: Instant;
  /** Up to where in the event feed it knows what happened. */
  position: number;
  /** JSON array of the ids of the courses in scope. */
  courses: string;
  /** JSON: what their pools were when it was made. */
  pools: string;
  /** JSON: how many rows there are of each action. */
  counts: string;
  /** Active transferable licenses in scope. */
  transferable: number;
  /** 1 once all its rows are kept. */
  ready: Generated<Flag>;
  applied_at: Generated<Instant | null>;
  outdated_at: Generated<Instant | null>;
}

export interface RosterRowTable {
  roster_id: string;
  /** From 0, without gaps. */
  place: number;
  line: number | null;
  action: 'assign' | 'revoke' | 'edit' | 'keep' | 'refuse';
  student_id: number | null;
  email: string;
  name: string;
  course_id: number | null;
  course: string | null;
  pool_id: number | null;
  license_id: number | null;
  end_at: Instant | null;
  /** The end that the row asks for. */
  end_date: Instant | null;
  code: string | null;
  detail: string | null;
}

/** How far the search keys of students are of one folding (rules/search.ts). One row. */
export interface FoldingTable {
  one: 1;
  version: number;
  /** The last student whose key was made anew; null once all are. */
  after_id: number | null;
}

/** A key by which the database was served. One is current; the earlier ones are sealed with it. */
export interface SecretKeyTable {
  fingerprint: string;
  current: Flag;
  sealed: string | null;
  since: Instant;
}

/** What tokens of launches and certificates are signed with. One is current; the others are published for those who verify. */
export interface SigningKeyTable {
  /** The thumbprint of the public key (RFC 7638), which what is signed names as `kid`. */
  id: string;
  current: Flag;
  /** JSON Web Key. */
  public_jwk: string;
  /** JSON Web Key, encrypted with the server's key; null once it signs no more. */
  private_sealed: string | null;
  created_at: Instant;
  retired_at: Instant | null;
  /** 1 once it signed something that does not end. */
  credentials: Generated<Flag>;
}

/** One for a student and a course that was completed. */
export interface CertificateTable {
  id: Generated<number>;
  /** What its public page is found by, and cannot be guessed: 128 bits. */
  code: string;
  student_id: number;
  course_id: number;
  /** That of the course when it was made. */
  title: string;
  completed_at: Instant;
  issued_at: Instant;
  revoked_at: Generated<Instant | null>;
  revoked_why: Generated<string | null>;
}

/** How far a course was looked through for completions without a certificate. */
export interface CertificateScanTable {
  course_id: number;
  after_student: Generated<number>;
  done_at: Instant | null;
}

/** Why a student could not open a course, and how often. */
export interface LaunchFailureTable {
  student_id: number;
  course_id: number;
  why: string;
  times: number;
  first_at: Instant;
  last_at: Instant;
}

/** The first answer to a request with an Idempotency-Key. */
export interface IdempotencyTable {
  owner: Owner;
  key: string;
  fingerprint: string;
  status: number;
  body: string;
  /** JSON object of the headers that belong to the answer; null where there are none. */
  headers: string | null;
  created_at: Instant;
}

/** The times of the last requests of an owner, JSON array of milliseconds, oldest first. */
export interface RateTable {
  owner: Owner;
  hits: string;
}

/** As the engine keeps it: ISO 8601 text with SQLite, a timestamp with PostgreSQL. */
export type Moment = string | Date;

/** An owner also manages staff, tokens and settings of the publisher; a viewer changes nothing. */
export type StaffRole = 'owner' | 'staff' | 'viewer';

/** Somebody who can sign in. This table and the next four are written by Better Auth. */
export interface PersonTable {
  id: string;
  name: string;
  /** The key of the address (rules/email.ts). */
  email: string;
  email_verified: Flag | boolean;
  image: Generated<string | null>;
  created_at: Moment;
  updated_at: Moment;
  two_factor_enabled: Generated<Flag | boolean | null>;
  /** 1 for the staff of the publisher. */
  publisher: Generated<Flag>;
  /** What they may do as such; of others it says nothing. */
  staff_role: Generated<StaffRole>;
  /** While set, nobody signs in with this account. */
  disabled_at: Generated<Instant | null>;
  /** When a session of the person was last begun to be used. */
  last_sign_in_at: Generated<Instant | null>;
  /** Learned from the browser at the first sign-in, until it is chosen. */
  language: Generated<string | null>;
  language_chosen: Generated<Flag>;
  time_zone: Generated<string | null>;
  time_zone_chosen: Generated<Flag>;
}

export interface SessionTable {
  id: string;
  expires_at: Moment;
  /** SHA-256 of the token, base64url. */
  token: string;
  created_at: Moment;
  updated_at: Moment;
  ip_address: string | null;
  user_agent: string | null;
  user_id: string;
  /** The browser it was opened in; null where that was forgotten, or keeps no cookie. */
  device_id: Generated<string | null>;
}

/** A way to sign in: a password, or a name at an identity provider. */
export interface CredentialTable {
  id: string;
  account_id: string;
  /** `credential` for a password. */
  provider_id: string;
  user_id: string;
  access_token: Generated<null>;
  refresh_token: Generated<null>;
  id_token: Generated<null>;
  access_token_expires_at: Generated<Moment | null>;
  refresh_token_expires_at: Generated<Moment | null>;
  scope: Generated<string | null>;
  password: string | null;
  created_at: Moment;
  updated_at: Moment;
}

/** A secret on its way by mail, or between two steps of a sign-in. */
export interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: Moment;
  created_at: Moment;
  updated_at: Moment;
}

export interface TwoFactorTable {
  id: string;
  secret: string;
  backup_codes: string;
  user_id: string;
  verified: Flag | boolean | null;
  failed_verification_count: number | null;
  locked_until: Moment | null;
  /** The time step of the last code that was taken: none before it is taken again. */
  last_step: Generated<number | null>;
}

/** A browser that a person signed in with: who has its secret is no stranger. */
export interface DeviceTable {
  id: string;
  person_id: string;
  /** SHA-256 of what its cookie holds. */
  secret_hash: string;
  /** Its name for people, such as “Firefox · Linux”. */
  browser: string;
  created_at: Instant;
  last_used_at: Instant;
  /** Until then it is not asked for a second factor; null where it is always asked. */
  trusted_until: Instant | null;
}

/** What happened to an account and to its ways in; kept for a limited time. */
export interface SecurityEventTable {
  id: string;
  person_id: string;
  at: Instant;
  kind: string;
  browser: string;
  /** A keyed hash: equal for equal networks, and no way back to the address. */
  network_hash: string;
  keep_until: Instant;
}

export type Role = 'owner' | 'manager' | 'viewer';

/** Who works for a license manager; without a person it is an invitation. */
export interface MemberTable {
  id: string;
  manager_id: number;
  /** The key of the address. */
  email: string;
  role: Role;
  person_id: string | null;
  /** SHA-256 of the invitation's code. */
  code_hash: string | null;
  code_expires_at: Instant | null;
  /** When invited, or joined. */
  since: Instant;
  /** The mail of the invitation in the outbox. */
  mail_id: Generated<string | null>;
  /** JSON object: which mails they chose to get, or not to get (rules/notice.ts). */
  mails: Generated<string>;
}

/** What was done of something that is limited, since a moment. */
export interface QuotaTable {
  subject: string;
  used: number;
  since: Instant;
}

/** That a member was told, or need not be, of something once: written with the mail. */
export interface NoticeTable {
  member_id: string;
  kind: string;
  /** 0 where it is about no pool. */
  pool_id: number;
  /** Of which day, week or end. */
  period: string;
  made_at: Instant;
}

/** How full a pool was when its members were told last: 0 not, 1 nearly, 2 full. */
export interface PoolLevelTable {
  pool_id: number;
  level: 0 | 1 | 2;
}

/** Tries at a secret, by a hash of whose it is and where they come from. */
export interface AttemptTable {
  subject: string;
  failures: number;
  last_at: Instant;
}

/** What a program signs in with at the learning record store. */
export interface XapiCredentialTable {
  id: string;
  name: string;
  /** SHA-256 of the secret, which is random and long. */
  secret_hash: string;
  created_at: Instant;
}

/** A statement of xAPI. `seq` is the order of storing, without a gap at the time. */
export interface XapiStatementTable {
  seq: number;
  id: string;
  /** Milliseconds; grows with `seq`. */
  stored: number;
  /** As it came, with what the store added. */
  body: string;
  /** SHA-256 of what it says (rules/xapi/same.ts). */
  meaning: string;
  /** The statement that is its object. */
  refers: string | null;
  voids: Flag;
  voided: Flag;
  credential_id: string;
}

/** What a statement is found by (rules/xapi/keys.ts). */
export interface XapiKeyTable {
  key: string;
  seq: number;
}

export interface XapiAttachmentTable {
  sha2: string;
  /** Bytes. */
  size: number;
  /** Base64. */
  content: string;
}

export interface XapiStatementAttachmentTable {
  seq: number;
  sha2: string;
}

export interface XapiActivityTable {
  /** SHA-256 of its IRI. */
  id: string;
  /** JSON object: what statements told of it. */
  definition: string;
}

/** A document of a state, of an activity's profile, or of an agent's. */
export interface XapiDocumentTable {
  /** SHA-256 of kind, activity and agent. */
  scope: string;
  /** Of a state; empty without one. */
  registration: string;
  id: string;
  kind: 'state' | 'activity' | 'agent';
  agent_key: string | null;
  content_type: string;
  /** Base64. */
  content: string;
  etag: string;
  /** Milliseconds. */
  modified: number;
}

/** What cmi5 calls the enrollment of a student in a course: one for each license. */
export interface XapiRegistrationTable {
  license_id: number;
  id: string;
  completed: Generated<Flag>;
  passed: Generated<Flag>;
  /** 1 once the course counted as done, and a statement said so. */
  satisfied: Generated<Flag>;
}

/** One launch by cmi5, and what its assignable unit signs in with. */
export interface XapiSessionTable {
  id: string;
  license_id: number;
  student_id: number;
  activity_id: string;
  launch_url: string;
  move_on: string;
  /** SHA-256 of the code in the fetch URL; null once it was used. */
  fetch_hash: string | null;
  /** SHA-256 of the secret; null before it is fetched, and once the session was abandoned. */
  secret_hash: string | null;
  /** JSON array: the verbs of cmi5 that it used. */
  said: Generated<string>;
  launched_at: Instant;
  last_at: Instant;
  ended_at: Instant | null;
}

/** One row at most. */
export interface PublisherSettingTable {
  id: Generated<number>;
  name: string | null;
  sender_name: string | null;
  support_email: string | null;
  footer: string | null;
  light_color: string | null;
  dark_color: string | null;
  /** JSON: ids of languages. */
  languages: string;
  logo_hash: string | null;
}

export interface PublisherLogoTable {
  hash: string;
  type: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Base64. */
  content: string;
}

/** What the publisher wrote in the place of a text that the program comes with. */
export interface MailTextTable {
  kind: string;
  language: string;
  subject: string;
  body: string;
}

/** What a shop's product stands for. */
export interface ProductTable {
  source: string;
  product: string;
  course_id: number;
  transferable: Flag;
  /** Licenses for each unit that is bought. */
  per_unit: number;
  /** Null: those of the course. */
  months: number | null;
  made_at: Instant;
}

export type OrderState = 'active' | 'parked' | 'cancelled';

/** A line of an order, which becomes one pool, once. */
export interface OrderLineTable {
  id: Generated<number>;
  source: string;
  reference: string;
  line: string;
  state: OrderState;
  /** Why it is parked or cancelled, in a word. */
  why: string | null;
  manager_id: number | null;
  pool_id: number | null;
  course_id: number | null;
  product: string | null;
  /** Null: as the product says. */
  transferable: Flag | null;
  units: number;
  /** Of the product when the pool was made. */
  per_unit: Generated<number>;
  start_at: Instant | null;
  end_at: Instant | null;
  months: number | null;
  /** JSON object: who is to get the pool, while nobody has it (order/order.ts). */
  buyer: string | null;
  search_key: string;
  created_at: Instant;
  changed_at: Instant;
}

/** The products by which an order is looked up, the first first. */
export interface OrderProductTable {
  source: string;
  product: string;
  order_id: number;
  place: number;
}

/** How many orders there are. Kept by triggers. */
export interface OrderTallyTable {
  source: string;
  state: OrderState;
  orders: number;
}

/** What a shop told of one purchase: a payment, or a subscription with all its payments. */
export interface ShopPurchaseTable {
  source: string;
  reference: string;
  /** The shop's id of the buyer. */
  customer: string | null;
  email: string | null;
  name: string | null;
  /** When it was paid first. */
  paid_at: Instant | null;
  /** Up to when a subscription is paid. */
  paid_until: Instant | null;
  /** When the shop ended the subscription, and as of when. */
  ended_at: Instant | null;
  ends_at: Instant | null;
  /** How many refunds the staff was told of. */
  refunds: Generated<number>;
}

/** What a shop told of a line of a purchase. */
export interface ShopLineTable {
  source: string;
  reference: string;
  line: string;
  basis: 'line' | 'metadata' | 'none';
  /** JSON array of what its product is looked up by, the first first. */
  products: string;
  units: number;
  /** By which the newest word on the units is known. */
  version: string;
  /** The oldest word on them; null where the shop did not say what they were before. */
  first_units: number | null;
  first_version: string | null;
  /** 1 where it was in what was paid; 0 where only a subscription named it. */
  sold: Flag;
  paid_from: Instant | null;
  paid_until: Instant | null;
}

/** What belongs to what at a shop: a charge to its payment, that to its invoice, that to its subscription. */
export interface ShopLinkTable {
  source: string;
  key: string;
  parent: string | null;
  /** What was paid, in the smallest unit of the currency. */
  amount: number | null;
}

export interface ShopRefundTable {
  source: string;
  id: string;
  /** Of which charge, payment or order. */
  key: string;
  amount: number;
  complete: Flag;
  /** 1 where it failed after all. */
  undone: Flag;
  version: string;
}

/** A buyer, where the shop tells of them apart from what they buy. */
export interface ShopBuyerTable {
  source: string;
  customer: string;
  email: string;
  name: string;
  version: string;
}

/** What a shop sent, kept for a limited time. */
export interface ShopDeliveryTable {
  id: Generated<number>;
  source: string;
  /** The shop's id of the event; equal ones are one. */
  event: string;
  kind: string;
  state: 'done' | 'ignored' | 'waiting' | 'failed';
  why: string | null;
  reference: string | null;
  /** How often it came. */
  times: Generated<number>;
  body: string;
  attempts: Generated<number>;
  /** When it is tried again. */
  run_at: Instant | null;
  created_at: Instant;
}

/** When a shop is asked next for what it sold. */
export interface ShopCursorTable {
  source: string;
  list: string;
  run_at: Instant;
  failures: Generated<number>;
}

export interface Tables {
  manager: ManagerTable;
  course: CourseTable;
  pool: PoolTable;
  free_seat: FreeSeatTable;
  student: StudentTable;
  student_by_address: StudentByAddressView;
  erasure: ErasureTable;
  license: LicenseTable;
  waiting: WaitingTable;
  request: RequestTable;
  manager_student: ManagerStudentTable;
  manager_course: ManagerCourseTable;
  tally: TallyTable;
  total: TotalTable;
  cover: CoverTable;
  renewal: RenewalTable;
  progress: ProgressTable;
  link: LinkTable;
  token: TokenTable;
  event: EventTable;
  outbox: OutboxTable;
  instance: InstanceTable;
  agent_plan: AgentPlanTable;
  roster: RosterTable;
  roster_row: RosterRowTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_dispatch: WebhookDispatchTable;
  folding: FoldingTable;
  secret_key: SecretKeyTable;
  signing_key: SigningKeyTable;
  certificate: CertificateTable;
  certificate_scan: CertificateScanTable;
  launch_failure: LaunchFailureTable;
  idempotency: IdempotencyTable;
  rate: RateTable;
  person: PersonTable;
  session: SessionTable;
  credential: CredentialTable;
  verification: VerificationTable;
  two_factor: TwoFactorTable;
  member: MemberTable;
  notice: NoticeTable;
  pool_level: PoolLevelTable;
  attempt: AttemptTable;
  quota: QuotaTable;
  device: DeviceTable;
  security_event: SecurityEventTable;
  publisher_setting: PublisherSettingTable;
  publisher_logo: PublisherLogoTable;
  mail_text: MailTextTable;
  xapi_credential: XapiCredentialTable;
  xapi_statement: XapiStatementTable;
  xapi_key: XapiKeyTable;
  xapi_attachment: XapiAttachmentTable;
  xapi_statement_attachment: XapiStatementAttachmentTable;
  xapi_activity: XapiActivityTable;
  xapi_document: XapiDocumentTable;
  xapi_registration: XapiRegistrationTable;
  xapi_session: XapiSessionTable;
  product: ProductTable;
  order_line: OrderLineTable;
  order_product: OrderProductTable;
  order_tally: OrderTallyTable;
  shop_purchase: ShopPurchaseTable;
  shop_line: ShopLineTable;
  shop_link: ShopLinkTable;
  shop_refund: ShopRefundTable;
  shop_buyer: ShopBuyerTable;
  shop_delivery: ShopDeliveryTable;
  shop_cursor: ShopCursorTable;
}
