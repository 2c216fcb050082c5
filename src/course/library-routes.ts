import { Type } from 'typebox';
import { now } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { searchLibrary as coursesFound } from './library.ts';
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

export const searchLibrary = operation(
  {
    schema: {
      operationId: 'searchLibrary',
      tags: ['Courses'],
      summary: 'The courses by title, each with its licenses by kind and by pool',
      querystring: LibraryQuery,
      response: answers(Type.Array(ref(CourseCard))),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const managerId = managerIdOf(request);
    const { total, courses } = await coursesFound(
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
