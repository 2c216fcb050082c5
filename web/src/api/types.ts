import type { components } from 'carrel-client';

/** What the server describes (client/src/schema.ts). */
type Described = components['schemas'];

export type Role = Described['Member']['role'];
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

export type LibraryCourse = Described['CourseCard'];
export type LibraryPool = LibraryCourse['pools'][number];
export type Seats = Pick<LibraryPool, 'licenses' | 'assigned' | 'available'>;
export type StudentRow = Described['StudentSummary'];
export type HeldLicense = Described['HeldLicense'];
export type StudentHoldings = Described['StudentHoldings'];
export type AssignedLicense = Described['AssignedLicense'];
export type EnrollLink = Described['Link'];
export type Validity = NonNullable<EnrollLink['validity']>;
export type Unit = Validity['unit'];
export type HistoryEvent = Described['Event'];
export type Token = Described['Token'];
export type Member = Described['Member'];
export type Settings = Described['Settings'];

export type ListPreview = Described['BulkPreview'];
export type BulkPreviewRow = ListPreview['rows'][number];
export type ListColumn = ListPreview['columns'][number];
export type ColumnUse = NonNullable<ListColumn['as']>;
/** Somebody who loses a license. */
export type Losing = ListPreview['losing'][number];
export type BulkRow = Described['BulkAssign']['rows'][number];
export type RevokeResult = Described['BulkRevoked']['results'][number];
export type RecyclePolicy = NonNullable<Described['AssignLicense']['recyclePolicy']>;

export const columnUses = ['email', 'name', 'firstName', 'lastName', 'endDate'] as const satisfies readonly ColumnUse[];
export const recyclePolicies = ['oldest', 'idle', 'completed', 'unstarted'] as const satisfies readonly RecyclePolicy[];

/** What became of a row, beside what it asked for. */
export type BulkResult = Described['BulkAssigned']['results'][number] &
  Pick<BulkPreviewRow, 'email' | 'name' | 'endDate' | 'end'>;

/** A mail to a student that did not arrive, or not yet. */
export type StudentMail = Described['StudentMail'];

export interface MyLicense extends HeldLicense {
  manager: string;
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
