import { Type } from 'typebox';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { parametersOnly } from '../http/validate.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { changeCourse, changeCover, createCourse, getCover, getSoldCourse, listSoldCourses } from './course.ts';
import { COVER_LIMIT, readCourseChanges, readCover, readNewCourse } from './course-fields.ts';
import {
  CourseChangesBody,
  CoursesQuery,
  CoverPath,
  NewCourseBody,
  PublisherCourse,
  toCourseView,
} from './course-schema.ts';

const tags = ['Courses'];
const headers = IdempotencyKeyHeader;

export const listCourses = operation(
  {
    schema: {
      operationId: 'listCourses',
      tags,
      summary: 'The courses, newest first',
      querystring: CoursesQuery,
      response: answers(Type.Array(ref(PublisherCourse))),
    },
  },
  async ({ db, config }, request, reply) => {
    const { total, items } = await listSoldCourses(db.read, request.query, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return items.map((course) => toCourseView(course, config.publicUrl));
  },
);

export const getCourse = operation(
  {
    schema: {
      operationId: 'getCourse',
      tags,
      summary: 'A course',
      params: IdPath,
      response: answers(ref(PublisherCourse), 404),
    },
  },
  async ({ db, config }, request) => toCourseView(await getSoldCourse(db.read, request.params.id), config.publicUrl),
);

export const addCourse = operation(
  {
    schema: {
      operationId: 'createCourse',
      tags,
      summary: 'Make a course',
      headers,
      body: ref(NewCourseBody),
      response: answers(ref(PublisherCourse), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { publicUrl } = context.config;
    const by = principalOf(request);
    const asked = readNewCourse(request.body, publicUrl);
    return change(context, request, reply, async (tx, at) =>
      toCourseView(await getSoldCourse(tx, await createCourse(tx, asked, by, at)), publicUrl),
    );
  },
);

export const editCourse = operation(
  {
    schema: {
      operationId: 'editCourse',
      tags,
      summary: 'Change a course, archive it, or take it back',
      description: 'Of `launch` the members that are given change.',
      params: IdPath,
      headers,
      body: ref(CourseChangesBody),
      response: answers(ref(PublisherCourse), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const { publicUrl } = context.config;
    const by = principalOf(request);
    const changes = readCourseChanges(request.body, publicUrl, id);
    return change(context, request, reply, async (tx, at) => {
      await changeCourse(tx, { id, changes }, by, at);
      return toCourseView(await getSoldCourse(tx, id), publicUrl);
    });
  },
);

export const putCover = operation(
  {
    bodyLimit: COVER_LIMIT,
    config: { readsFile: true },
    validatorCompiler: parametersOnly,
    schema: {
      operationId: 'putCover',
      tags,
      summary: 'Give a course a picture',
      description: 'The bytes of a PNG, JPEG or WebP, up to 2 MiB, whatever type is said.',
      params: IdPath,
      headers,
      body: { content: { 'image/*': { schema: Type.Unsafe({ type: 'string', format: 'binary' }) } } },
      response: answers(ref(PublisherCourse), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const { publicUrl } = context.config;
    const by = principalOf(request);
    const cover = readCover(id, request.rawBody);
    return change(context, request, reply, async (tx, at) => {
      await changeCover(tx, { id, cover }, by, at);
      return toCourseView(await getSoldCourse(tx, id), publicUrl);
    });
  },
);

/** Another picture has another name, so it may be kept for ever. Pages of others may show it. */
const COVER_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'cross-origin',
};

export const showCover = operation({ schema: { hide: true, params: CoverPath } }, async (context, request, reply) => {
  const { type, bytes } = await getCover(context.db.read, request.params.name);
  return reply.headers(COVER_HEADERS).type(type).send(bytes);
});
