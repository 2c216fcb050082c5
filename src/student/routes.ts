import { Type } from 'typebox';
import { now } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { invalid, notFound } from '../errors.ts';
import { describePage, IncludeInactive, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { emailFault, parseEmail } from '../rules/email.ts';
import { studentsById, listStudents as studentsOf } from './list.ts';
import { Student, toStudentView } from './schema.ts';
import { findStudent } from './student.ts';

const WhichStudent = Type.Object({
  id: Type.Optional(Type.Integer({ minimum: 1, description: 'The id of the student.' })),
  email: Type.Optional(
    Type.String({
      maxLength: 1000,
      description: 'The address of the student. One of the two is required; given both, both must fit.',
    }),
  ),
  ...IncludeInactive,
});

/** The id of the one student whom both parameters fit; throws `invalid_request` or `not_found`. */
async function studentId(db: Queries, { id, email }: { id?: number; email?: string }): Promise<number> {
  if (email === undefined) {
    if (id === undefined) throw invalid({ parameter: 'email', detail: 'give email or id' });
    return id;
  }
  const parsed = parseEmail(email);
  if (!parsed) throw invalid({ parameter: 'email', ...emailFault(email) });
  const student = await findStudent(db, parsed);
  if (!student || (id !== undefined && id !== student.id)) throw notFound();
  return student.id;
}

export const listStudents = operation(
  {
    schema: {
      operationId: 'listStudents',
      tags: ['Students'],
      summary: 'The students with a license of the license manager',
      querystring: Type.Object({ ...PageQuery, ...IncludeInactive }),
      response: answers(Type.Array(ref(Student))),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const scope = { managerId: managerIdOf(request), includeInactive: request.query.includeInactive ?? false };
    const { total, students } = await studentsOf(context.db.read, scope, sliceOf(request.query), at);
    describePage(request, reply, total, request.query);
    return students.map((student) => toStudentView(student, at));
  },
);

export const getStudent = operation(
  {
    schema: {
      operationId: 'getStudent',
      tags: ['Students'],
      summary: 'A student, by email or id',
      querystring: WhichStudent,
      response: answers(ref(Student), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    const id = await studentId(context.db.read, request.query);
    const all = request.query.includeInactive ?? false;
    const [student] = await studentsById(context.db.read, managerIdOf(request), [id], { all, now: at });
    if (!student) throw notFound();
    return toStudentView(student, at);
  },
);
