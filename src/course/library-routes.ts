import { Type } from 'typebox';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { searchLibrary } from './library.ts';
import { CourseCard, toCourseCard } from './library-schema.ts';

const LibraryQuery = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      default: '',
      description: 'A part of the title, without regard to case and accents.',
    }),
  ),
  ...PageQuery,
});

export function libraryRoutes(app: App, context: Context): void {
  app.get(
    '/v1/library',
    {
      schema: {
        operationId: 'searchLibrary',
        tags: ['Courses'],
        summary: 'The courses by title, each with its licenses by kind and by pool',
        querystring: LibraryQuery,
        response: answers(Type.Array(ref(CourseCard))),
      },
    },
    async (request, reply) => {
      const at = now(context);
      const managerId = managerIdOf(request);
      const { total, courses } = await searchLibrary(
        context.db.read,
        managerId,
        request.query.search ?? '',
        sliceOf(request.query),
        at,
      );
      describePage(request, reply, total, request.query);
      return courses.map((course) => toCourseCard(course, at));
    },
  );
}
