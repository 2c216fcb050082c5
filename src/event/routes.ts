import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { type Fault, invalid } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, ref } from '../http/schema.ts';
import { parseTime, startOfDay } from '../rules/time.ts';
import { listEvents, MOST_COUNTED } from './list.ts';
import { Event, toEventView } from './schema.ts';

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

const DAY = 24 * 60 * 60;

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

export function eventRoutes(app: App, context: Context): void {
  app.get(
    '/v1/events',
    {
      schema: {
        operationId: 'listEvents',
        tags: ['Events'],
        summary: 'What happened, newest first',
        description: `\`X-Total-Count\` counts up to ${MOST_COUNTED}, which is also where the pages end. To read the whole history, ask again with \`before\` set to the id of the last event.`,
        querystring: EventQuery,
        response: answers(Type.Array(ref(Event))),
      },
    },
    async (request, reply) => {
      const { actor, studentId, courseId, kind, before } = request.query;
      const { managerId } = callerOf(request);
      const filter = { managerId, actor, studentId, courseId, kind, before, ...readPeriod(request.query) };
      const { total, events } = await listEvents(context.db.read, filter, sliceOf(request.query));
      describePage(request, reply, total, request.query);
      return events.map(toEventView);
    },
  );
}
