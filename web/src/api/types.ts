import type { Fault } from 'carrel-client';

export type Role = 'owner' | 'manager' | 'viewer';
export type DateTime = string;

export interface Session {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean } | null;
  publisher: boolean;
  managers: { id: number; name: string; role: Role }[];
  student: boolean;
  setupNeeded: boolean;
  providers: { id: string; name: string }[];
  mailbox: boolean;
  /** The server's address for people. */
  publicUrl: string;
  /** How long the session lasts; null where nobody is signed in. */
  terms: { idleSeconds: number; leftSeconds: number } | null;
}

export interface Me {
  id: number;
  name: string;
  email: string;
  pools: number;
  licenses: number;
  untransferableLicenses: number;
  transferableLicenses: number;
  allowedDomainsForTransferableLicenses: string[];
}

export interface Seats {
  licenses: number;
  assigned: number;
  available: number;
}

export interface LibraryPool extends Seats {
  id: number;
  transferable: boolean;
  start: DateTime;
  end: DateTime;
  order: string | null;
  state: 'running' | 'ended' | 'future';
}

export interface LibraryCourse {
  id: string;
  title: string;
  transferable: Seats | null;
  untransferable: Seats | null;
  pools: LibraryPool[];
}

export interface StudentRow {
  id: number;
  name: string;
  email: string;
  active: boolean;
  licenses: number;
  progress: number;
  lastAccess: DateTime | null;
  enrolled: DateTime;
  expires: DateTime;
}

export interface HeldLicense {
  licenseId: number;
  courseId: string;
  title: string;
  poolId: number;
  transferable: boolean;
  start: DateTime;
  end: DateTime;
  active: boolean;
  revokable: boolean;
  editable: boolean;
  ended: DateTime | null;
  endedHow: 'revoked' | 'returned' | 'recycled' | 'edited' | 'expired' | null;
  progress: number;
  completed: DateTime | null;
  lastAccess: DateTime | null;
}

export interface StudentHoldings {
  student: { id: number; name: string; email: string };
  courses: HeldLicense[];
}

/** A mail to a student that did not arrive, or not yet. */
export interface StudentMail {
  id: string;
  kind: string;
  email: string;
  course: { id: string; title: string };
  state: 'failed' | 'waiting';
  trouble: 'unknown_address' | 'mailbox_full' | 'refused' | 'not_handed_over';
  answer: string | null;
  created: DateTime;
  failed: DateTime | null;
  next: DateTime | null;
}

export interface MyLicense extends HeldLicense {
  manager: string;
}

export interface AssignedLicense {
  id: number;
  courseId: string;
  end: DateTime;
  student: { id: number; name: string; email: string };
}

export interface BulkRow {
  email: string;
  name?: string | undefined;
  endDate?: string | undefined;
}

/** A student as a change of many names them. */
export interface NamedStudent {
  id: number;
  name: string;
  email: string;
}

export interface BulkPreviewRow {
  row: number;
  line: number;
  email: string;
  name: string | null;
  endDate: string | null;
  outcome: 'assign' | 'refused';
  code: string | null;
  detail: string | null;
  errors?: Fault[];
  end: string | null;
  recycles: NamedStudent | null;
}

export const columnUses = ['email', 'name', 'firstName', 'lastName', 'endDate'] as const;
export type ColumnUse = (typeof columnUses)[number];

export interface ListColumn {
  title: string | null;
  as: ColumnUse | null;
  compared?: boolean;
}

/** Somebody who loses a license. */
export interface Losing {
  student: NamedStudent;
  licenseId: number;
  progress: number;
  lastAccess: string | null;
}

export interface ListPreview {
  rows: BulkPreviewRow[];
  assign: number;
  refused: number;
  columns: ListColumn[];
  losing: Losing[];
  skipped: number;
}

export interface BulkResult {
  row: number;
  /** As the row asked; told with the answer by the page. */
  email: string;
  name?: string | null;
  endDate?: string | null;
  end: string | null;
  outcome: 'assigned' | 'refused';
  code: string | null;
  detail: string | null;
  errors?: Fault[];
  license: { id: number; end: string } | null;
  recycled: { licenseId: number; student: NamedStudent } | null;
}

export const recyclePolicies = ['oldest', 'idle', 'completed', 'unstarted'] as const;
export type RecyclePolicy = (typeof recyclePolicies)[number];

export interface RevokeResult {
  id: string;
  outcome: 'revoked' | 'refused';
  code: string | null;
  detail: string | null;
}

export type Unit = 'day' | 'week' | 'month';
export interface Validity {
  count: number;
  unit: Unit;
}

export interface EnrollLink {
  id: string;
  /** Null where the server can no longer show it. */
  url: string | null;
  code: string | null;
  course: { id: string; title: string };
  poolId: number;
  transferable: boolean;
  licenses: number;
  used: number;
  autoReassign: boolean;
  validity: Validity | null;
  name: string | null;
  paused: boolean;
  minHeldDays: number;
  created: DateTime;
  deleted: DateTime | null;
}

export interface HistoryEvent {
  id: string;
  at: DateTime;
  kind: string;
  actor: { kind: 'token' | 'person' | 'link' | 'system' | 'command'; label: string };
  student: { id: number; name: string; email: string } | null;
  course: { id: string; title: string } | null;
  poolId: number | null;
  licenseId: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  why: Record<string, unknown> | null;
}

export interface Token {
  id: string;
  name: string;
  lastTen: string;
  permission: 'read' | 'write';
  created: DateTime;
  lastUsed: DateTime | null;
  /** Another key of the server signed it: it opens nothing. */
  refused: boolean;
  /** Who made it; null where that is not known. */
  maker: string | null;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  state: 'invited' | 'joined';
  since: DateTime;
  /** When the invitation runs out; null of members. */
  expires: DateTime | null;
  mail: { state: 'waiting' | 'sent' | 'failed'; error: string | null } | null;
  /** A link to the invitation, for owners. */
  invitationUrl: string | null;
}

/** Somebody who signs in, as the publisher's staff sees them. */
export interface Account {
  id: string;
  email: string;
  name: string;
  staff: boolean;
  twoFactorEnabled: boolean;
  disabled: DateTime | null;
  lastSignIn: DateTime | null;
  created: DateTime;
  managers: { id: number; name: string; role: Role }[];
}

export interface PublisherManager {
  id: number;
  name: string;
  email: string;
  allowedDomains: string[];
}

export interface PublisherPool extends Seats {
  id: number;
  course: { id: string; title: string };
  manager: { id: number; name: string };
  transferable: boolean;
  start: DateTime;
  end: DateTime;
  order: string | null;
}

export interface Mail {
  id: string;
  to: string;
  subject: string;
  at: DateTime;
  text?: string;
  html?: string;
}
