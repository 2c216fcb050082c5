import { Type } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { now, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { IdPath } from '../http/schema.ts';
import { invite } from '../member/member.ts';
import { principalOf } from '../principal.ts';
import { readManager, readPool } from './fields.ts';
import { poolsWithIds, searchCourses, searchManagers, searchPools } from './lists.ts';
import { changeManager, createCourse, createManager, createPool, enlargePool } from './records.ts';
import {
  Course,
  Manager,
  ManagerChanges,
  MoreLicenses,
  NewCourse,
  NewManager,
  NewPoolBody,
  Pool,
  SearchQuery,
} from './schema.ts';

/** What the staff of the publisher sells, and to whom. */
export function publisherRoutes(app: App, context: ServerContext): void {
  managers(app, context);
  courses(app, context);
  pools(app, context);
}

function managers(app: App, context: ServerContext): void {
  const { db, config } = context;

  app.get(
    '/managers',
    { schema: { querystring: SearchQuery, response: { 200: Type.Array(Manager) } } },
    async (request, reply) => {
      const { total, items } = await searchManagers(db.read, request.query.search ?? '', sliceOf(request.query));
      describePage(request, reply, total, request.query);
      return items;
    },
  );

  app.post('/managers', { schema: { body: NewManager, response: { 200: Manager } } }, async (request) => {
    const { ownerEmail, name, email, allowedDomains } = request.body;
    const domains = readManager({ allowedDomains: allowedDomains ?? [] }).allowedDomains ?? [];
    const asked = { name: readName(name), email: readEmail(email).address, allowedDomains: domains };
    const owner = ownerEmail === undefined ? null : readEmail(ownerEmail, '/ownerEmail').key;
    const actor = principalOf(request);
    return db.write(async (tx) => {
      const at = now(context);
      const manager = await createManager(tx, asked, actor, at);
      const invitation = { managerId: manager.id, role: 'owner' as const, publicUrl: config.publicUrl };
      if (owner !== null) await invite(tx, { ...invitation, email: owner }, actor, at);
      return manager;
    });
  });

  app.patch(
    '/managers/:id',
    { schema: { params: IdPath, body: ManagerChanges, response: { 200: Manager } } },
    async (request) => {
      const asked = { id: request.params.id, ...readManager(request.body) };
      return db.write((tx) => changeManager(tx, asked, principalOf(request), now(context)));
    },
  );
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
