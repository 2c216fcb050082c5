import { Access, AccessChecks, Accesses } from './access/schema.ts';
import { CertificateView, RevokeCertificateBody } from './certificate/schema.ts';
import { CourseCard } from './course/library-schema.ts';
import { Course } from './course/schema.ts';
import { Event, Feed, PublisherEvent, PublisherFeed } from './event/schema.ts';
import type { App } from './http/app-type.ts';
import { Problem } from './http/schema.ts';
import { Launch, LaunchBody, LaunchFailure } from './launch/schema.ts';
import { BulkAssignBody, BulkAssigned, BulkPreview, BulkPreviewBody } from './license/bulk-schema.ts';
import { BulkEditBody, BulkEdited, BulkRevokeBody, BulkRevoked } from './license/many-schema.ts';
import { AssignBody, AssignedLicense, EditBody, License } from './license/schema.ts';
import { ChangeLinkBody, CreateLinkBody, Link } from './link/schema.ts';
import { Me, Settings, SettingsChanges } from './manager/schema.ts';
import { Member } from './member/schema.ts';
import { Order, OrderBody, Product, ProductBody, ResolveBody } from './order/schema.ts';
import { PlayerAccess, PlayerProgress, PlayerReport } from './player/schema.ts';
import { Pool } from './pool/schema.ts';
import { ProgressReports, ProgressTaken } from './progress/schema.ts';
import { CourseChangesBody, NewCourseBody, PublisherCourse } from './publisher/course-schema.ts';
import { PublisherDelivery } from './publisher/delivery-schema.ts';
import { InviteMember, ManagerChanges, NewManagerBody, PublisherManager } from './publisher/manager-schema.ts';
import { PoolChanges, PublisherPool, RenewPool, SellPool } from './publisher/pool-schema.ts';
import { studentSchemas } from './publisher/student-schema.ts';
import { LicenseRequest } from './request/schema.ts';
import { RosterApplied, RosterPlan } from './roster/schema.ts';
import { ShopDelivery, ShopDeliveryDetails } from './shop/delivery-schema.ts';
import { StudentMail } from './student/mail-schema.ts';
import { RemindBody, Reminded, RenameBody, StudentHoldings, StudentName } from './student/many-schema.ts';
import { Student } from './student/schema.ts';
import { HeldLicense, StudentSummary } from './student/search-schema.ts';
import { CreateTokenBody, NewToken, Token } from './token/schema.ts';
import { WaitingEntry } from './waiting/schema.ts';
import {
  CreateWebhookBody,
  EditWebhookBody,
  NewWebhook,
  ReplayBody,
  Webhook,
  WebhookDelivery,
} from './webhook/schema.ts';

const schemas = [
  ...[Problem, Me, Course, CourseCard, Pool, License, AssignedLicense, AssignBody, EditBody],
  ...[
    BulkPreviewBody,
    BulkPreview,
    BulkAssignBody,
    BulkAssigned,
    BulkRevokeBody,
    BulkRevoked,
    BulkEditBody,
    BulkEdited,
  ],
  ...[RemindBody, Reminded, RenameBody, StudentName, StudentHoldings],
  ...[
    Student,
    StudentSummary,
    HeldLicense,
    StudentMail,
    Event,
    Feed,
    Link,
    CreateLinkBody,
    ChangeLinkBody,
    Settings,
    SettingsChanges,
    Token,
    NewToken,
    CreateTokenBody,
    Member,
  ],
  ...[Order, OrderBody, ResolveBody, Product, ProductBody, ShopDelivery, ShopDeliveryDetails],
  ...[PublisherManager, NewManagerBody, ManagerChanges, InviteMember],
  ...[PublisherPool, SellPool, PoolChanges, RenewPool],
  ...[Access, AccessChecks, Accesses, ProgressReports, ProgressTaken, Launch, LaunchBody, LaunchFailure],
  ...[CertificateView, RevokeCertificateBody, PlayerAccess, PlayerReport, PlayerProgress],
  ...[PublisherCourse, NewCourseBody, CourseChangesBody, PublisherEvent, PublisherFeed, PublisherDelivery],
  ...[RosterPlan, RosterApplied, WaitingEntry, LicenseRequest],
  ...studentSchemas,
  ...[Webhook, NewWebhook, CreateWebhookBody, EditWebhookBody, ReplayBody, WebhookDelivery],
];

/** The shapes that routes refer to by name. */
export function shareSchemas(app: App): void {
  for (const schema of schemas) app.addSchema(schema);
}
