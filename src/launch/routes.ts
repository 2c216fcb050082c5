import { Type } from 'typebox';
import { personActor } from '../actor.ts';
import { visitorOf } from '../auth/require-session.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { principalOf } from '../principal.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { type LaunchFailure as Failure, listFailures } from './failures.ts';
import { launchForStudent, launchOwn } from './launch.ts';
import type { Opened } from './open.ts';
import { Launch, LaunchBody, LaunchFailure } from './schema.ts';
import { tryCourse } from './trial.ts';

const tags = ['Launch'];

const toLaunch = ({ url, expires }: Opened) => ({ url, expires: isoTimeOrNull(expires) });

/** For the publisher's own pages, where a student opens a course. */
export const launchCourse = operation(
  {
    schema: {
      operationId: 'launchCourse',
      tags,
      summary: 'Open a course for a student',
      description:
        'Answers where the browser of the student goes, signed anew each time. Refused with `no_license`, where `detail` says when the last license ended, or `not_launchable`.',
      params: IdPath,
      body: ref(LaunchBody),
      response: answers(ref(Launch), 403, 404, 413, 415),
    },
  },
  async (context, request) => {
    const asked = {
      studentId: request.params.id,
      courseId: Number(request.body.courseId),
      keeps: !request.dryRun,
    };
    const by = principalOf(request);
    return toLaunch(await launchForStudent(context, asked, by, (work) => writeFor(context.db, request, work)));
  },
);

/** For the publisher, who sees what a student would see. */
export const launchTrial = operation(
  {
    schema: {
      operationId: 'tryCourse',
      tags,
      summary: 'Open a course as a test person',
      description:
        'Student, license and manager of the token have the id `0`, the player may go on for an hour, and nothing of it is kept. A course of method `cmi5` is refused with `not_launchable`.',
      params: IdPath,
      response: answers(ref(Launch), 403, 404),
    },
  },
  async (context, request) =>
    toLaunch(await tryCourse(context, request.params.id, (work) => writeFor(context.db, request, work))),
);

/** The courses that students could not open. */
export const listLaunchFailures = operation(
  {
    schema: {
      operationId: 'listLaunchFailures',
      tags,
      summary: 'The courses that did not open, the latest first',
      description: 'One entry for a student, a course and a reason; kept for 30 days after the last time.',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(LaunchFailure))),
    },
  },
  async (context, request, reply) => {
    const { total, items } = await listFailures(context.db.read, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return items.map(toFailureView);
  },
);

const toFailureView = ({ course, first, last, ...failure }: Failure) => ({
  ...failure,
  course: { id: String(course.id), title: course.title },
  first: isoTime(first),
  last: isoTime(last),
});

/** For students who are signed in. */
export const launchOwnLicense = operation(
  { schema: { params: IdPath, response: { 200: ref(Launch) } } },
  async (context, request) => {
    const visitor = visitorOf(request);
    const asked = { licenseId: request.params.id, email: visitor.email };
    return toLaunch(await launchOwn(context, asked, personActor(visitor), (work) => context.db.write(work)));
  },
);
