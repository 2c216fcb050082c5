import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { readEmail } from '../auth/fields.ts';
import { type Context, now } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { wantedLanguage } from '../rules/language.ts';
import { changeRole, invite, inviteAgain, listMembers, removeMember } from './member.ts';
import { InviteBody, Member, MemberPath, RemoveQuery, RoleBody, toMemberView } from './schema.ts';

const tags = ['Members'];

/** The license manager and who calls, who must be an owner. */
function ownerOf(request: FastifyRequest) {
  if (request.role !== 'owner') throw new Refusal('forbidden', { detail: 'Only an owner may change who works here.' });
  return { managerId: managerIdOf(request), actor: principalOf(request) };
}

/** The members of a license manager, for members who are signed in; only owners change them. */
export function memberRoutes(app: App, context: Context): void {
  const { db, config } = context;

  app.get(
    '/v1/members',
    {
      schema: {
        operationId: 'listMembers',
        tags,
        summary: 'Who works for the license manager',
        querystring: Type.Object(PageQuery),
        response: answers(Type.Array(ref(Member))),
      },
    },
    async (request, reply) => {
      const members = await listMembers(db.read, managerIdOf(request));
      const { limit, offset } = sliceOf({ pageSize: 1000, ...request.query });
      describePage(request, reply, members.length, request.query);
      const url = request.role === 'owner' ? config.publicUrl : null;
      return members.slice(offset, offset + limit).map((member) => toMemberView(member, url));
    },
  );

  app.post(
    '/v1/members',
    {
      schema: {
        operationId: 'inviteMember',
        tags,
        summary: 'Invite a person by mail',
        body: InviteBody,
        response: answers(ref(Member), 403, 413, 415),
      },
    },
    async (request) => {
      const { managerId, actor } = ownerOf(request);
      const { role } = request.body;
      const asked = {
        managerId,
        email: readEmail(request.body.email).key,
        role,
        publicUrl: config.publicUrl,
        language: wantedLanguage(request.headers['accept-language']),
      };
      return toMemberView(
        await writeFor(db, request, (tx) => invite(tx, asked, actor, now(context))),
        config.publicUrl,
      );
    },
  );

  app.post(
    '/v1/members/:id/invitation',
    {
      schema: {
        operationId: 'inviteAgain',
        tags,
        summary: 'Send an invitation again, with a new link',
        params: MemberPath,
        response: answers(ref(Member), 403, 404),
      },
    },
    async (request) => {
      const { managerId, actor } = ownerOf(request);
      const language = wantedLanguage(request.headers['accept-language']);
      const asked = { managerId, id: request.params.id, publicUrl: config.publicUrl, language };
      return toMemberView(
        await writeFor(db, request, (tx) => inviteAgain(tx, asked, actor, now(context))),
        config.publicUrl,
      );
    },
  );

  app.patch(
    '/v1/members/:id',
    {
      schema: {
        operationId: 'changeRole',
        tags,
        summary: 'Change the role of a member',
        params: MemberPath,
        body: RoleBody,
        response: answers(ref(Member), 403, 404, 413, 415),
      },
    },
    async (request) => {
      const { managerId, actor } = ownerOf(request);
      const asked = { managerId, id: request.params.id, role: request.body.role };
      const { member } = await writeFor(db, request, (tx) => changeRole(tx, asked, actor, now(context)));
      return toMemberView(member, config.publicUrl);
    },
  );

  app.delete(
    '/v1/members/:id',
    {
      schema: {
        operationId: 'removeMember',
        tags,
        summary: 'Remove a member, or take an invitation back',
        params: MemberPath,
        querystring: RemoveQuery,
        response: answers(ref(Member), 403, 404),
      },
    },
    async (request) => {
      const { managerId, actor } = ownerOf(request);
      const asked = { managerId, id: request.params.id, deleteTokens: request.query.deleteTokens ?? true };
      return toMemberView(await writeFor(db, request, (tx) => removeMember(tx, asked, actor, now(context))), null);
    },
  );
}
