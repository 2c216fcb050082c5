import { Type } from 'typebox';
import { readName } from '../auth/fields.ts';
import { now, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { IdPath } from '../http/schema.ts';
import { principalOf } from '../principal.ts';
import { readPool } from './fields.ts';
import { poolsWithIds, searchCourses, searchPools } from './lists.ts';
import { createCourse, createPool, enlargePool } from './records.ts';
import { Course, MoreLicenses, NewCourse, NewPoolBody, Pool, SearchQuery } from './schema.ts';

/** What the staff of the publisher sells, and to whom. */
export function publisherRoutes(app: App, context: ServerContext): void {
  courses(app, context);
  pools(app, context);
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

function pools(app: App, context: ServerContext): void {
  const { db } = context;

  app.get(
    '/pools',
    { schema: { querystring: SearchQuery, response: { 200: Type.Array(Pool) } } },
    async (request, reply) => {
      const { search = '' } = request.query;
      const { total, items } = await searchPools(db.read, search, sliceOf(request.query), now(context));
      describePage(request, reply, total, request.query);
      return items;
    },
  );

  app.post('/pools', { schema: { body: NewPoolBody, response: { 200: Pool } } }, async (request) => {
    const asked = readPool(request.body);
    return db.write(async (tx) => {
      const at = now(context);
      const [pool] = await poolsWithIds(tx, [await createPool(tx, asked, principalOf(request), at)], at);
      return pool;
    });
  });

  app.patch(
    '/pools/:id',
    { schema: { params: IdPath, body: MoreLicenses, response: { 200: Pool } } },
    async (request) => {
      const asked = { id: request.params.id, licenses: request.body.licenses };
      return db.write(async (tx) => {
        const at = now(context);
        await enlargePool(tx, asked, principalOf(request), at);
        const [pool] = await poolsWithIds(tx, [asked.id], at);
        return pool;
      });
    },
  );
}
