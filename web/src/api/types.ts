import type { components } from 'carrel-client';
import type { Answer, BodyOf, Operation, With } from './routes.ts';
import type { paths } from './schema.ts';

/** What the server describes (client/src/schema.ts). */
type Described = components['schemas'];
/** What the server answers to the web app alone (schema.ts). */
type Own<P extends With<paths, 'get'>> = Answer<Operation<paths, P, 'get'>>;

export type Role = Described['Member']['role'];

export type Session = Own<'/api/app/session'>;

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
export type Webhook = Described['Webhook'];
/** An event on its way to a webhook. */
export type WebhookDelivery = Described['WebhookDelivery'];
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

export type RosterPlan = Described['RosterPlan'];
export type RosterRow = RosterPlan['rows'][number];
export type RosterAction = RosterRow['action'];

/** A mail to a student that did not arrive, or not yet. */
export type StudentMail = Described['StudentMail'];

export type WaitingEntry = Described['WaitingEntry'];
export type EntryState = WaitingEntry['state'];
export type LicenseRequest = Described['LicenseRequest'];
export type RequestState = LicenseRequest['state'];

/** What a student may borrow, waits for, and has asked for. */
export type MyLibrary = Own<'/api/app/my/library'>;
export type BorrowPlace = MyLibrary['borrow'][number];
export type MyEntry = MyLibrary['waiting'][number];
export type MyRequest = MyLibrary['requests'][number];
export type MyLicense = Own<'/api/app/my/licenses'>[number];
export type Preferences = Own<'/api/app/my/preferences'>;
/** What the page of a link tells of it. */
export type LinkPage = Own<'/api/app/links/{code}'>;
export type OpenedMail = Own<'/api/app/mail/{id}'>;
export type KeptMail = Own<'/api/app/mail'>[number];

/** Somebody who signs in, as the publisher's staff sees them. */
export type Account = Own<'/api/app/publisher/accounts'>[number];
export type AccountChanges = BodyOf<Operation<paths, '/api/app/publisher/accounts/{id}', 'patch'>>;
export type PublisherManager = Own<'/api/app/publisher/v1/managers'>[number];
export type PublisherPool = Own<'/api/app/publisher/v1/pools'>[number];
export type NewManager = BodyOf<Operation<paths, '/api/app/publisher/v1/managers', 'post'>>;
export type NewPool = BodyOf<Operation<paths, '/api/app/publisher/v1/pools', 'post'>>;

export type PublisherCourse = Own<'/api/app/publisher/v1/courses'>[number];
export type CourseChanges = BodyOf<Operation<paths, '/api/app/publisher/v1/courses/{id}', 'patch'>>;
export type PoolChanges = BodyOf<Operation<paths, '/api/app/publisher/v1/pools/{id}', 'patch'>>;
export type Renewal = BodyOf<Operation<paths, '/api/app/publisher/v1/pools/{id}/renew', 'post'>>;
export type PublisherOrder = Own<'/api/app/publisher/v1/orders'>[number];
export type Resolution = BodyOf<Operation<paths, '/api/app/publisher/v1/orders/{id}/resolve', 'post'>>;
export type NewProduct = BodyOf<Operation<paths, '/api/app/publisher/v1/products/{source}/{product}', 'put'>>;
/** Somebody of any license manager, with all licenses. */
export type PublisherStudent = Own<'/api/app/publisher/v1/students/{id}'>;
export type Merged = Answer<Operation<paths, '/api/app/publisher/v1/students/{id}/merge', 'post'>>;
export type Overview = Own<'/api/app/publisher/overview'>;
export type StaffRole = NonNullable<Session['staffRole']>;
/** What stands for the publisher on every page. */
export type Brand = Session['brand'];
export type BrandSettings = Own<'/api/app/publisher/settings'>;
export type BrandChanges = BodyOf<Operation<paths, '/api/app/publisher/settings', 'patch'>>;
export type MailText = Own<'/api/app/publisher/settings/texts'>[number];
export type MailTextWords = BodyOf<Operation<paths, '/api/app/publisher/settings/texts/{kind}/{language}', 'put'>>;

export type OpenSession = Own<'/api/auth/list-sessions'>[number];
/** A browser that is not asked for the second factor. */
export type TrustedDevice = Own<'/api/auth/trusted-devices'>[number];
export type TwoFactorSecret = Answer<Operation<paths, '/api/auth/two-factor/enable', 'post'>>;
