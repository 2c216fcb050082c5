import { type Static, Type } from 'typebox';
import { readName } from '../auth/fields.ts';
import { clockOf, now, type Services } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, refuseReusedKey } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { type Link as LinkFacts, listLinks as linksOf } from './link.ts';
import { createLink as makeLink, deleteLink as removeLink, changeLink as setTerms } from './manage.ts';
import { ChangeLinkBody, CreateLinkBody, Link, toLinkView } from './schema.ts';

const tags = ['Links'];

const readLinkName = (name: string | null | undefined): string | null =>
  name == null || name.trim() === '' ? null : readName(name);

/** Null means absent, but for what a link may be without: a name and a validity. */
function readChanges({ name, validity, ...rest }: Static<typeof ChangeLinkBody>) {
  const { licenses, minHeldDays, recyclePolicy, whenFull, approval, listed, extensions, paused } = rest;
  return {
    ...(name !== undefined && { name: readLinkName(name) }),
    ...(validity !== undefined && { validity }),
    ...(licenses != null && { licenses }),
    ...(minHeldDays != null && { minHeldDays }),
    ...(recyclePolicy != null && { recyclePolicy }),
    ...(whenFull != null && { whenFull }),
    ...(approval != null && { approval }),
    ...(listed != null && { listed }),
    ...(extensions != null && { extensions }),
    ...(paused != null && { paused }),
  };
}

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

const viewOf = ({ config, seals }: Services, link: LinkFacts, showCode = true) =>
  toLinkView(link, seals.linkCodes, { publicUrl: config.publicUrl, showCode });

export const listLinks = operation(
  {
    schema: {
      operationId: 'listLinks',
      tags,
      summary: 'The auto-enrollment links, newest first',
      querystring: ListQuery,
      response: answers(Type.Array(ref(Link))),
    },
  },
  async (context, request, reply) => {
    const { status, search: text = '' } = request.query;
    const managerId = managerIdOf(request);
    const { may } = principalOf(request);
    const filter = { managerId, deleted: status === 'deleted', text };
    const { total, links } = await linksOf(context.db.read, filter, sliceOf(request.query), now(context));
    describePage(request, reply, total, request.query);
    return links.map((link) => viewOf(context, link, may === 'write'));
  },
);

export const createLink = operation(
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
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const { poolId, licenses, autoReassign, validity, name, minHeldDays, recyclePolicy, ...more } = request.body;
    const terms = {
      licenses,
      autoReassign: autoReassign ?? false,
      validity: validity ?? null,
      minHeldDays: minHeldDays ?? 1,
      recyclePolicy: recyclePolicy ?? 'oldest',
      whenFull: more.whenFull ?? 'wait',
      approval: more.approval ?? false,
      listed: more.listed ?? false,
      extensions: more.extensions ?? 1,
    };
    const asked = { managerId, poolId, ...terms, name: readLinkName(name) };
    return change(
      context,
      request,
      reply,
      async (tx) => viewOf(context, await makeLink(tx, asked, context.seals.linkCodes, actor, clockOf(context))),
      context.seals.linkCodes,
    );
  },
);

export const changeLink = operation(
  {
    schema: {
      operationId: 'changeLink',
      tags,
      summary: 'Change a link: its name, number, validity, how long licenses are held, and whether it is paused',
      description: 'For those who enroll from now on; licenses that it gave stay as they are.',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(ChangeLinkBody),
      response: answers(ref(Link), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const changes = readChanges(request.body);
    const asked = { managerId, id: request.params.id, changes };
    return change(
      context,
      request,
      reply,
      async (tx) => viewOf(context, await setTerms(tx, asked, actor, clockOf(context))),
      context.seals.linkCodes,
    );
  },
);

export const deleteLink = operation(
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
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const asked = { managerId, id: request.params.id, revoke: request.query.revoke ?? false };
    await refuseReusedKey(context, request);
    const remove = (tx: Transaction) => removeLink(tx, asked, actor, clockOf(context));
    let more = asked.revoke && !request.dryRun;
    while (more) ({ more } = await context.db.write(remove));
    return change(
      context,
      request,
      reply,
      async (tx) => {
        let done = await remove(tx);
        while (done.more) done = await remove(tx); // in a dry run nothing was done before
        return viewOf(context, done.link);
      },
      context.seals.linkCodes,
    );
  },
);
