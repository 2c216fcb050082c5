import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Services } from '../context.ts';
import { type Fault, invalid } from '../errors.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { DAY, parseTime, startOfDay } from '../rules/time.ts';
import { isEventKind } from './catalogue.ts';
import { parseCursor, writeCursor } from './cursor.ts';
import { advanceFeed, type FeedPage, readFeed } from './feed.ts';
import { listEvents as eventsIn, MAX_COUNTED } from './list.ts';
import { Event, Feed, PublisherEvent, PublisherFeed } from './schema.ts';
import { toEventView, toPublisherEventView } from './view.ts';

const Id = (description: string) => Type.Optional(Type.Integer({ minimum: 1, description }));
const Text = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }));

const EventQuery = Type.Object({
  actor: Text('A part of the name of who did it, without regard to case.'),
  studentId: Id('What happened to this student.'),
  courseId: Id('What happened in this course.'),
  kind: Text('Only this kind, such as `license.assigned`.'),
  from: Text('From this date (00:00 UTC) or date-time on.'),
  to: Text('Up to this date, the whole day of it (UTC), or date-time.'),
  before: Id('Only events older than the one with this id: how to read on, past the last page too.'),
  ...PageQuery,
});

/** The moments from which and until which; throws `invalid_request`. */
function readPeriod({ from, to }: { from?: string; to?: string }): {
  from: number | undefined;
  until: number | undefined;
} {
  const faults: Fault[] = [];
  const read = (name: string, text: string | undefined, wholeDay: number, moment: number) => {
    if (text === undefined) return undefined;
    const day = startOfDay(text);
    const at = day === null ? parseTime(text) : day + wholeDay;
    if (at === null)
      faults.push({ parameter: name, detail: 'must be a date, YYYY-MM-DD, or a date-time with an offset' });
    return at === null ? undefined : day === null ? at + moment : at;
  };
  const period = { from: read('from', from, 0, 0), until: read('to', to, DAY, 1) };
  if (faults.length > 0) throw invalid(...faults);
  return period;
}

const FeedQuery = Type.Object({
  after: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'The `next` of the answer before; without it the feed begins at the oldest event.',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Events at most.' })),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 25,
      default: 0,
      description: 'Where there is nothing yet, wait so many seconds for it.',
    }),
  ),
});

/** Reads a part of the feed; where it is empty, waits for something until `signal` aborts. */
async function readOrWait(
  { db, draining, feed }: Services,
  asked: Parameters<typeof readFeed>[1],
  signal: AbortSignal,
): Promise<FeedPage> {
  for (let seen = await advanceFeed(db); ; seen = await feed.next(seen, signal)) {
    const page = await readFeed(db.read, asked);
    if (page.events.length > 0 || signal.aborted || draining()) return page;
  }
}

/** Aborts after this many seconds, or when the caller is gone. */
function waitLimit(reply: FastifyReply, seconds: number): AbortSignal {
  if (seconds === 0) return AbortSignal.abort();
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(seconds * 1000)]);
}

export const readEventFeed = operation(
  {
    schema: {
      operationId: 'readEventFeed',
      tags: ['Events'],
      summary: 'What happened, oldest first, to be read on from where the last answer ended',
      description:
        'A reader that keeps `next` sees every event exactly once, however many servers write meanwhile. Cursors survive restarts.',
      querystring: FeedQuery,
      response: answers(ref(Feed)),
    },
  },
  async (context, request, reply) => {
    const { events, ...rest } = await feedPage(context, managerIdOf(request), request.query, reply);
    return { events: events.map(toEventView), ...rest };
  },
);

/** The cursors of the publisher. */
const ALL = 0;

async function feedPage(
  context: Services,
  managerId: number | null,
  { after, limit = 100, wait = 0 }: { after?: string; limit?: number; wait?: number },
  reply: FastifyReply,
) {
  const position = after === undefined ? 0 : parseCursor(after, managerId ?? ALL);
  if (position === null) throw invalid({ parameter: 'after', detail: 'must be the `next` of an earlier answer' });
  const page = await readOrWait(context, { managerId, after: position, limit }, waitLimit(reply, wait));
  return { events: page.events, next: writeCursor(managerId ?? ALL, page.next), more: page.more };
}

export const readWholeFeed = operation(
  {
    schema: {
      operationId: 'readEventFeed',
      tags: ['Events'],
      summary: 'What happened, oldest first, to be read on from where the last answer ended',
      description: 'The events of all license managers and the publisher’s own. Cursors survive restarts.',
      querystring: FeedQuery,
      response: answers(ref(PublisherFeed)),
    },
  },
  async (context, request, reply) => {
    const { events, ...rest } = await feedPage(context, null, request.query, reply);
    return { events: events.map(toPublisherEventView), ...rest };
  },
);

export const listEvents = operation(
  {
    schema: {
      operationId: 'listEvents',
      tags: ['Events'],
      summary: 'What happened, newest first',
      description: `\`X-Total-Count\` counts up to ${MAX_COUNTED}, which is also where the pages end. To read the whole history, ask again with \`before\` set to the id of the last event.`,
      querystring: EventQuery,
      response: answers(Type.Array(ref(Event))),
    },
  },
  async (context, request, reply) => {
    const { actor, studentId, courseId, kind, before } = request.query;
    const managerId = managerIdOf(request);
    const filter = { managerId, actor, studentId, courseId, kind, before, ...readPeriod(request.query) };
    const { total, events } = await eventsIn(context.db.read, filter, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return events.map(toEventView);
  },
);

const PublisherEventQuery = Type.Object({
  ...EventQuery.properties,
  managerId: Id('What stands in the history of this license manager.'),
});

export const listAllEvents = operation(
  {
    schema: {
      operationId: 'listEvents',
      tags: ['Events'],
      summary: 'What happened, newest first, over all license managers',
      description: `\`X-Total-Count\` counts up to ${MAX_COUNTED}, which is also where the pages end. To read the whole history, ask again with \`before\` set to the id of the last event.`,
      querystring: PublisherEventQuery,
      response: answers(Type.Array(ref(PublisherEvent))),
    },
  },
  async (context, request, reply) => {
    const { actor, studentId, courseId, kind, before, managerId = null } = request.query;
    if (kind !== undefined && !isEventKind(kind))
      throw invalid({ parameter: 'kind', detail: 'is not a kind of event; docs/webhooks.md has them' });
    const filter = { managerId, actor, studentId, courseId, kind, before, ...readPeriod(request.query) };
    const { total, events } = await eventsIn(context.db.read, filter, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return events.map(toPublisherEventView);
  },
);
