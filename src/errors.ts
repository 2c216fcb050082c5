import { STATUS_CODES } from 'node:http';
import type { TextFault } from './rules/text.ts';

/** Every refusal that Carrel can answer: the HTTP status of each code, and what it says when nothing more is known. */
export const catalogue = {
  invalid_request: [400, 'The request is not valid.'],
  unauthorized: [401, 'A valid API token is required: send it as “Authorization: Bearer <token>”.'],
  forbidden: [403, 'This caller may read, but not change anything.'],
  not_found: [404, 'There is no such resource.'],
  method_not_allowed: [405, 'This resource does not support that method; the Allow header lists those it does.'],
  conflict: [409, 'This is there already, and is not replaced.'],
  precondition_failed: [412, 'This is not what If-Match or If-None-Match names. Read it again, and decide anew.'],
  payload_too_large: [413, 'The body is larger than this resource accepts.'],
  unsupported_media_type: [415, 'Send the body as application/json in UTF-8, without content encoding.'],
  rate_limited: [429, 'Too many requests. Wait for the number of seconds in Retry-After.'],
  internal_error: [500, 'Something went wrong on the server. Nothing is known to have changed.'],
  unavailable: [
    503,
    'The server cannot do this now, or cannot say whether it did. Try again; an Idempotency-Key makes that safe.',
  ],
  pool_closed: [400, 'The publisher has closed this pool: it gives no more licenses.'],
  licenses_in_use: [
    400,
    'More licenses of the pool are assigned than it would have. Let it shrink as they come back: “whenInUse”: “wait”.',
  ],
  course_archived: [400, 'The course is archived, and is not sold any more.'],
  pool_renewed: [400, 'The pool was renewed already.'],
  no_license: [400, 'The student has no active license for this course.'],
  not_launchable: [400, 'The publisher has not said yet how this course is opened.'],
  origin_not_allowed: [403, 'This course is not opened at pages of this origin.'],
  certificate_revoked: [400, 'The certificate was revoked already.'],
  pool_not_running: [400, 'The pool has not started yet, or has ended.'],
  end_date_in_past: [400, 'The end date is not in the future.'],
  domain_not_allowed: [
    400,
    'Transferable licenses go only to addresses in the allowed domains of this license manager.',
  ],
  already_enrolled: [400, 'The student already has an active license for this course.'],
  recycle_not_allowed: [400, 'No license is available, and the licenses of an untransferable pool cannot be recycled.'],
  no_available_licenses: [400, 'The pool has no license available.'],
  somebody_waits: [400, 'Somebody waits for a license of this pool, so none is made longer.'],
  no_extensions_left: [400, 'This license cannot be made longer any more.'],
  request_decided: [400, 'This request was decided, or taken back, already.'],
  not_waiting: [400, 'This entry is no longer on the waiting list.'],
  not_offered: [400, 'No seat is held for this entry: it waits, or the offer has ended.'],
  link_closed: [400, 'The link was deleted; it gives no more licenses.'],
  link_paused: [400, 'The link is paused by its license manager; it gives no licenses for now.'],
  mailbox_enrolled: [
    400,
    'Another address of the same mailbox already has a license for this course; there is one per mailbox.',
  ],
  link_used_up: [400, 'The link has given all the licenses that it offers.'],
  license_inactive: [400, 'The license is not active, and ended licenses stay ended.'],
  license_not_editable: [400, 'The end date of an untransferable license cannot be changed.'],
  license_not_revokable: [400, 'An untransferable license cannot be revoked.'],
  duplicate_row: [400, 'The same person stands in the list before.'],
  batch_refused: [400, 'A row is refused, and so is the whole request: nothing was changed.'],
  unknown_course: [400, 'The row names none of your courses. Name it by its id, or by its whole title.'],
  plan_applied: [400, 'This plan was applied already.'],
  plan_expired: [400, 'A plan can be applied for 24 hours. Send the roster again to plan it anew.'],
  plan_outdated: [
    400,
    'Licenses or pools have changed since the plan was made. Send the roster again to plan it anew.',
  ],
  too_many_revocations: [
    400,
    'The plan revokes more than 20 percent of the licenses: say their exact number to allow it.',
  ],
  order_not_parked: [400, 'Only a parked order can be resolved; this one has its pool, or was cancelled.'],
  student_has_account: [400, 'The student has an account, and says there what the name is.'],
  email_in_use: [400, 'Another student has this address. If both are one person, merge them.'],
  has_licenses: [400, 'The student has active licenses. To end them and erase the student, say end=true.'],
  cannot_merge: [
    400,
    'Both students hold an active license of the same course, and neither can be given up: both are untransferable.',
  ],
  student_erased: [400, 'This student was erased: nothing is known of the person any more.'],
  nothing_unopened: [400, 'The student has opened every course that is active.'],
  reminded_today: [400, 'The student was reminded within the last 24 hours.'],
  idempotency_key_reused: [400, 'This Idempotency-Key was used for another request. Use a new key for a new request.'],
  delivery_done: [400, 'This mail was sent already, or what it linked to is gone: it is not sent again.'],
  already_member: [400, 'This address belongs to a member of the license manager already.'],
  second_factor_unreadable: [
    400,
    'The second factor of this account was made with another key of the server, and has to be reset.',
  ],
  invitation_accepted: [404, 'This invitation was accepted already: sign in with the address that it was sent to.'],
  invitation_replaced: [404, 'A newer invitation was sent to the same address: open the latest mail.'],
  last_owner: [400, 'A license manager keeps at least one owner.'],
  last_staff: [400, 'The publisher keeps at least one owner among its staff who can sign in.'],
  own_account: [400, 'Nobody disables or deletes their own account: ask somebody else of the staff.'],
  manager_suspended: [403, 'The publisher has suspended this license manager: it may read, but not change anything.'],
  account_disabled: [403, 'This account is disabled. Ask the publisher’s staff to enable it again.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type Code = keyof typeof catalogue;

/**
 * Where a request is wrong: a JSON pointer into the body, or the name of a parameter or header. `reason` and `values`
 * let a page say `detail` in its own language; the published problems do not have them.
 */
export type Fault = ({ pointer: string } | { parameter: string }) & Omit<TextFault, 'reason'> & { reason?: string };

/** The one error that callers are told about. `detail` and `errors` are public; `cause` goes to the log only. */
export class Refusal extends Error {
  readonly code: Code;
  readonly errors: Fault[] | undefined;
  readonly headers: Record<string, string>;
  /** The resource that refuses, where no route of it was reached. */
  readonly instance: string | undefined;
  /** More members of the problem. */
  readonly members: object;

  constructor(
    code: Code,
    more: {
      detail?: string;
      errors?: Fault[];
      headers?: Record<string, string>;
      instance?: string;
      members?: object;
      cause?: unknown;
    } = {},
  ) {
    super(more.detail ?? catalogue[code][1], { cause: more.cause });
    this.code = code;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
    this.instance = more.instance;
    this.members = more.members ?? {};
  }

  get status(): number {
    return catalogue[this.code][0];
  }

  get title(): string {
    return STATUS_CODES[this.status] ?? 'Error';
  }
}

export const notFound = (): Refusal => new Refusal('not_found');
export const unavailable = (cause: unknown): Refusal =>
  cause instanceof Refusal ? cause : new Refusal('unavailable', { cause, headers: { 'retry-after': '1' } });
/** A request that breaks the contract in one or more places. */
export const invalid = (...errors: Fault[]): Refusal =>
  new Refusal('invalid_request', {
    errors,
    detail: errors.map((e) => `${'pointer' in e ? e.pointer || 'body' : e.parameter}: ${e.detail}`).join('; '),
  });
