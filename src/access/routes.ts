import { now } from '../context.ts';
import { type Fault, invalid } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { isoTimeOrNull } from '../rules/time.ts';
import { type AccessCheck, type Access as Found, findAccess, findAccesses } from './access.ts';
import { Access, AccessChecks, Accesses, AccessQuery } from './schema.ts';

const tags = ['Access'];
const LIMIT = 1024 * 1024;
const ONE_OF = 'say whom you mean: give studentId or email, one of the two';

const toView = ({ managerId, until, ...access }: Found) => ({
  ...access,
  managerId: managerId === null ? null : String(managerId),
  until: isoTimeOrNull(until),
});

const namesOne = ({ email, studentId }: AccessCheck): boolean => (email == null) !== (studentId == null);

export const getAccess = operation(
  {
    schema: {
      operationId: 'getAccess',
      tags,
      summary: 'Whether a student may watch a course now',
      querystring: AccessQuery,
      response: answers(ref(Access)),
    },
  },
  async (context, request) => {
    const check = request.query;
    if (!namesOne(check)) throw invalid({ parameter: 'studentId', detail: ONE_OF });
    return toView(await findAccess(context.db.read, check, now(context)));
  },
);

/** A POST because of its length: it changes nothing, and a read-only token may ask. */
export const checkAccess = operation(
  {
    bodyLimit: LIMIT,
    config: { readsByPost: true },
    schema: {
      operationId: 'checkAccess',
      tags,
      summary: 'Whether up to 1,000 students may watch courses now',
      body: ref(AccessChecks),
      response: answers(ref(Accesses), 413, 415),
    },
  },
  async (context, request) => {
    const checks = request.body.checks.map((check) => ({ ...check, courseId: String(check.courseId) }));
    const faults: Fault[] = checks.flatMap((check, place) =>
      namesOne(check) ? [] : [{ pointer: `/checks/${place}`, detail: ONE_OF }],
    );
    if (faults.length > 0) throw invalid(...faults.slice(0, 20));
    return { results: (await findAccesses(context.db.read, checks, now(context))).map(toView) };
  },
);
