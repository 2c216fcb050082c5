import { Type } from 'typebox';
import { readName } from '../auth/fields.ts';
import { now, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { principalOf } from '../principal.ts';
import { searchCourses } from './lists.ts';
import { createCourse } from './records.ts';
import { Course, NewCourse, SearchQuery } from './schema.ts';

/** What the staff of the publisher sells, and to whom. */
export function publisherRoutes(app: App, context: ServerContext): void {
  courses(app, context);
}

function courses(app: App, context: ServerContext): void {
  const { db } = context;

  app.get(
    '/courses',
    { schema: { querystring: SearchQuery, response: { 200: Type.Array(Course) } } },
    async (request, reply) => {
      const { total, items } = await searchCourses(db.read, request.query.search ?? '', sliceOf(request.query));
      describePage(request, reply, total, request.query);
      return items;
    },
  );

  app.post('/courses', { schema: { body: NewCourse, response: { 200: Course } } }, async (request) => {
    const title = readName(request.body.title, '/title');
    const id = await db.write((tx) => createCourse(tx, title, principalOf(request), now(context)));
    return { id: String(id), title };
  });
}
