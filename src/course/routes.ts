import { Type } from 'typebox';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { getCourse, listCourses } from './course.ts';
import { Course, toCourseView } from './schema.ts';

export function courseRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    '/v1/courses',
    {
      schema: {
        operationId: 'listCourses',
        tags: ['Courses'],
        summary: 'The courses that the license manager has licenses for',
        querystring: Type.Object(PageQuery),
        response: answers(Type.Array(ref(Course))),
      },
    },
    async (request, reply) => {
      const managerId = managerIdOf(request);
      const at = now(context);
      const courses = await listCourses(db.read, managerId, sliceOf(request.query), at);
      describePage(request, reply, (await getManager(db.read, managerId)).courses, request.query);
      return courses.map((course) => toCourseView(course, at));
    },
  );

  app.get(
    '/v1/course/:id',
    {
      schema: {
        operationId: 'getCourse',
        tags: ['Courses'],
        summary: 'A course',
        params: IdPath,
        response: answers(ref(Course), 404),
      },
    },
    async (request) => {
      const at = now(context);
      return toCourseView(await getCourse(db.read, managerIdOf(request), request.params.id, at), at);
    },
  );
}
