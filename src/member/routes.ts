import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { readEmail } from '../auth/fields.ts';
import { now } from '../context.ts';
import { Refusal } from '../errors.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { wantedLanguage } from '../rules/language.ts';
import {
  removeMember as endMembership,
  invite,
  listMembers as membersOf,
  inviteAgain as renewInvitation,
  changeRole as setRole,
} from './member.ts';
import { InviteBody, Member, MemberPath, RemoveQuery, RoleBody, toMemberView } from './schema.ts';

const tags = ['Members'];

/** The license manager and who calls, who must be an owner. */
function ownerOf(request: FastifyRequest) {
  if (request.role !== 'owner') throw new Refusal('forbidden', { detail: 'Only an owner may change who works here.' });
  return { managerId: managerIdOf(request), actor: principalOf(request) };
}

export const listMembers = operation(
  {
    schema: {
      operationId: 'listMembers',
      tags,
      summary: 'Who works for the license manager',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Member))),
    },
  },
  async (context, request, reply) => {
    const members = await membersOf(context.db.read, managerIdOf(request));
    const { limit, offset } = sliceOf({ pageSize: 1000, ...request.query });
    describePage(request, reply, members.length, request.query);
    const url = request.role === 'owner' ? context.config.publicUrl : null;
    return members.slice(offset, offset + limit).map((member) => toMemberView(member, url));
  },
);

export const inviteMember = operation(
  {
    schema: {
      operationId: 'inviteMember',
      tags,
      summary: 'Invite a person by mail',
      body: InviteBody,
      response: answers(ref(Member), 403, 413, 415),
    },
  },
  async (context, request) => {
    const { managerId, actor } = ownerOf(request);
    const { role } = request.body;
    const asked = {
      managerId,
      email: readEmail(request.body.email).key,
      role,
      publicUrl: context.config.publicUrl,
      language: wantedLanguage(request.headers['accept-language']),
    };
    return toMemberView(
      await writeFor(context.db, request, (tx) => invite(tx, asked, actor, now(context))),
      context.config.publicUrl,
    );
  },
);

export const inviteAgain = operation(
  {
    schema: {
      operationId: 'inviteAgain',
      tags,
      summary: 'Send an invitation again, with a new link',
      params: MemberPath,
      response: answers(ref(Member), 403, 404),
    },
  },
  async (context, request) => {
    const { managerId, actor } = ownerOf(request);
    const language = wantedLanguage(request.headers['accept-language']);
    const asked = { managerId, id: request.params.id, publicUrl: context.config.publicUrl, language };
    return toMemberView(
      await writeFor(context.db, request, (tx) => renewInvitation(tx, asked, actor, now(context))),
      context.config.publicUrl,
    );
  },
);

export const changeRole = operation(
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
  async (context, request) => {
    const { managerId, actor } = ownerOf(request);
    const asked = { managerId, id: request.params.id, role: request.body.role };
    const { member } = await writeFor(context.db, request, (tx) => setRole(tx, asked, actor, now(context)));
    return toMemberView(member, context.config.publicUrl);
  },
);

export const removeMember = operation(
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
  async (context, request) => {
    const { managerId, actor } = ownerOf(request);
    const asked = { managerId, id: request.params.id, deleteTokens: request.query.deleteTokens ?? true };
    return toMemberView(
      await writeFor(context.db, request, (tx) => endMembership(tx, asked, actor, now(context))),
      null,
    );
  },
);
