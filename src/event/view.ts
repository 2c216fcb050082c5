import type { ActorKind } from '../db/tables.ts';
import { isoTime } from '../rules/time.ts';
import type { EventFact } from './list.ts';

/** An event as it is told to the outside, by `/v1/events`, the feed and webhooks alike. */
export interface EventView {
  id: string;
  at: string;
  kind: string;
  actor: { kind: ActorKind; label: string };
  student: { id: number; name: string; email: string } | null;
  course: { id: string; title: string } | null;
  poolId: number | null;
  licenseId: number | null;
  before: object | null;
  after: object | null;
  why: object | null;
}

/** The same as the publisher is told it: with the license manager whose history it stands in. */
export const toPublisherEventView = (event: EventFact): EventView & { managerId: string | null } => ({
  ...toEventView(event),
  managerId: event.managerId === null ? null : String(event.managerId),
});

export const toEventView = (event: EventFact): EventView => ({
  id: String(event.id),
  at: isoTime(event.at),
  kind: event.kind,
  actor: event.actor,
  student: event.student,
  course: event.course && { id: String(event.course.id), title: event.course.title },
  poolId: event.poolId,
  licenseId: event.licenseId,
  before: event.details.before ?? null,
  after: event.details.after ?? null,
  why: event.details.why ?? null,
});
