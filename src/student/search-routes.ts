import { Type } from 'typebox';
import { now } from '../context.ts';
import { notFound } from '../errors.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { studentsAsCsv } from './export.ts';
import { FilterQuery, filterOf } from './filter-schema.ts';
import { studentsById } from './list.ts';
import { sorts } from './order.ts';
import { searchStudents as studentsFound } from './search.ts';
import { HeldLicense, StudentSummary, toHeldLicense, toStudentSummary } from './search-schema.ts';

const tags = ['Students'];

const SearchQuery = Type.Object({
  ...FilterQuery,
  sort: Type.Optional(
    Type.Enum([...sorts], {
      type: 'string',
      default: 'name',
      description: 'What they are sorted by; those who were never seen come before all others.',
    }),
  ),
  order: Type.Optional(Type.Enum(['asc', 'desc'], { type: 'string', default: 'asc' })),
  ...PageQuery,
});

export const searchStudents = operation(
  {
    schema: {
      operationId: 'searchStudents',
      tags,
      summary: 'Find students by name or address, and by what they hold',
      querystring: SearchQuery,
      response: answers(Type.Array(ref(StudentSummary))),
    },
  },
  async (context, request, reply) => {
    const { sort = 'name', order = 'asc' } = request.query;
    const filter = filterOf(managerIdOf(request), request.query);
    const by = { sort, descending: order === 'desc' };
    const slice = sliceOf(request.query);
    const { total, students } = await studentsFound(context.db.read, context.students, filter, by, slice, now(context));
    describePage(request, reply, total, request.query);
    return students.map(toStudentSummary);
  },
);

export const listCoursesOfStudent = operation(
  {
    schema: {
      operationId: 'listCoursesOfStudent',
      tags,
      summary: 'Every license of this license manager that a student holds or held',
      params: IdPath,
      response: answers(Type.Array(ref(HeldLicense)), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    const managerId = managerIdOf(request);
    const [student] = await studentsById(context.db.read, managerId, [request.params.id], { all: true, now: at });
    if (!student) throw notFound();
    return student.enrollments.map((enrollment) => toHeldLicense(enrollment, at));
  },
);

export const exportStudents = operation(
  {
    schema: {
      operationId: 'exportStudents',
      tags,
      summary: 'Students with their courses as CSV, one line per license',
      querystring: Type.Object(FilterQuery),
      response: answers({
        description: 'UTF-8 with a byte order mark.',
        content: { 'text/csv': { schema: { type: 'string' } } },
      } as never),
    },
  },
  async (context, request, reply) => {
    const filter = filterOf(managerIdOf(request), request.query);
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="students.csv"');
    return reply.send(studentsAsCsv(context.db.read, context.students, filter, now(context)));
  },
);
