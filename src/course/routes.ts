import { Type } from 'typebox';
import { now } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { getCourse as courseById, listCourses as coursesOf } from './course.ts';
import { Course, toCourseView } from './schema.ts';

export const listCourses = operation(
  {
    schema: {
      operationId: 'listCourses',
      tags: ['Courses'],
      summary: 'The courses that the license manager has licenses for',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Course))),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const at = now(context);
    const courses = await coursesOf(context.db.read, managerId, sliceOf(request.query), at);
    describePage(request, reply, (await getManager(context.db.read, managerId)).courses, request.query);
    return courses.map((course) => toCourseView(course, at));
  },
);

export const getCourse = operation(
  {
    schema: {
      operationId: 'getCourse',
      tags: ['Courses'],
      summary: 'A course',
      params: IdPath,
      response: answers(ref(Course), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    return toCourseView(await courseById(context.db.read, managerIdOf(request), request.params.id, at), at);
  },
);
