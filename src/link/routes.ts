import { Type } from 'typebox';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, refuseReusedKey } from '../http/write.ts';
import { sealWith } from '../seal.ts';
import { type Link as LinkFacts, listLinks } from './link.ts';
import { createLink, deleteLink } from './manage.ts';
import { CreateLinkBody, Link, toLinkView } from './schema.ts';

const tags = ['Links'];

const ListQuery = Type.Object({
  status: Type.Optional(Type.Enum(['active', 'deleted'], { type: 'string', default: 'active' })),
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'A part of the course’s title, or of the pool’s number after a #.' }),
  ),
  ...PageQuery,
});

const DeleteQuery = Type.Object({
  revoke: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Also revoke the licenses that it gave, where they are transferable.',
    }),
  ),
});

export function linkRoutes(app: App, context: Context): void {
  const { db, config } = context;
  const clock = () => now(context);
  const seal = sealWith(config.secretKey, 'link codes');
  const view = (link: LinkFacts) => toLinkView(link, seal, config.publicUrl);

  app.get(
    '/v1/links',
    {
      schema: {
        operationId: 'listLinks',
        tags,
        summary: 'The auto-enrollment links, newest first',
        querystring: ListQuery,
        response: answers(Type.Array(ref(Link))),
      },
    },
    async (request, reply) => {
      const { status, search: text = '' } = request.query;
      const filter = { managerId: callerOf(request).managerId, deleted: status === 'deleted', text };
      const { total, links } = await listLinks(db.read, filter, sliceOf(request.query), now(context));
      describePage(request, reply, total, request.query);
      return links.map(view);
    },
  );

  app.post(
    '/v1/links',
    {
      schema: {
        operationId: 'createLink',
        tags,
        summary: 'Make a link by which people take licenses of a pool themselves',
        headers: IdempotencyKeyHeader,
        body: ref(CreateLinkBody),
        response: answers(ref(Link), 403, 404, 413, 415),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      const { poolId, licenses, autoReassign, validity } = request.body;
      const asked = { managerId, poolId, licenses, autoReassign: autoReassign ?? false, validity: validity ?? null };
      return change(context, request, reply, async (tx) => view(await createLink(tx, asked, seal, actor, clock)), seal);
    },
  );

  app.delete(
    '/v1/links/:id',
    {
      schema: {
        operationId: 'deleteLink',
        tags,
        summary: 'Delete a link; the licenses that it gave stay, or are revoked with it',
        params: IdPath,
        querystring: DeleteQuery,
        headers: IdempotencyKeyHeader,
        response: answers(ref(Link), 403, 404),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      const asked = { managerId, id: request.params.id, revoke: request.query.revoke ?? false };
      await refuseReusedKey(context, request);
      let more = asked.revoke;
      while (more) ({ more } = await db.write((tx) => deleteLink(tx, asked, actor, clock)));
      return change(
        context,
        request,
        reply,
        async (tx) => view((await deleteLink(tx, asked, actor, clock)).link),
        seal,
      );
    },
  );
}
