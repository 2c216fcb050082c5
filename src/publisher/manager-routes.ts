import { Type } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { now } from '../context.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { invite } from '../member/member.ts';
import { Member, toMemberView } from '../member/schema.ts';
import { principalOf } from '../principal.ts';
import { readManager } from './fields.ts';
import { changeManager, createManager, getSoldManager, listSoldManagers } from './manager.ts';
import {
  InviteMember,
  ManagerChanges,
  NewManagerBody,
  PublisherManager,
  SearchQuery,
  toManagerView,
} from './manager-schema.ts';

const tags = ['Managers'];
const headers = IdempotencyKeyHeader;

export const listManagers = operation(
  {
    schema: {
      operationId: 'listManagers',
      tags,
      summary: 'The license managers, newest first',
      querystring: SearchQuery,
      response: answers(Type.Array(ref(PublisherManager))),
    },
  },
  async (context, request, reply) => {
    const slice = sliceOf(request.query);
    const { total, items } = await listSoldManagers(context.db.read, request.query.search, slice, now(context));
    describePage(request, reply, total, request.query);
    return items.map(toManagerView);
  },
);

export const getManager = operation(
  {
    schema: {
      operationId: 'getManager',
      tags,
      summary: 'A license manager',
      params: IdPath,
      response: answers(ref(PublisherManager), 404),
    },
  },
  async (context, request) => toManagerView(await getSoldManager(context.db.read, request.params.id, now(context))),
);

export const addManager = operation(
  {
    schema: {
      operationId: 'createManager',
      tags,
      summary: 'Make a license manager, and invite its first owner',
      headers,
      body: ref(NewManagerBody),
      response: answers(ref(PublisherManager), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { ownerEmail, name, email, allowedDomains } = request.body;
    const domains = readManager({ allowedDomains: allowedDomains ?? [] }).allowedDomains ?? [];
    const asked = { name: readName(name), email: readEmail(email).address, allowedDomains: domains };
    const owner = ownerEmail == null ? null : readEmail(ownerEmail, '/ownerEmail').key;
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      const managerId = await createManager(tx, asked, by, at);
      const invitation = { managerId, role: 'owner' as const, publicUrl: context.config.publicUrl };
      if (owner !== null) await invite(tx, { ...invitation, email: owner }, by, at);
      return toManagerView(await getSoldManager(tx, managerId, at));
    });
  },
);

export const editManager = operation(
  {
    schema: {
      operationId: 'editManager',
      tags,
      summary: 'Change a license manager, suspend it, or let it go on',
      params: IdPath,
      headers,
      body: ref(ManagerChanges),
      response: answers(ref(PublisherManager), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const { suspended } = request.body;
    const asked = { id, ...readManager(request.body), ...(suspended == null ? {} : { suspended }) };
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      await changeManager(tx, asked, by, at);
      return toManagerView(await getSoldManager(tx, id, at));
    });
  },
);

export const inviteMember = operation(
  {
    schema: {
      operationId: 'inviteMember',
      tags,
      summary: 'Invite somebody to work for a license manager',
      description: 'Again where the address was invited before: with a new link, which replaces the earlier one.',
      params: IdPath,
      headers,
      body: ref(InviteMember),
      response: answers(ref(Member), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { publicUrl } = context.config;
    const { email, role } = request.body;
    const asked = { managerId: request.params.id, email: readEmail(email).key, role: role ?? ('owner' as const) };
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) =>
      toMemberView(await invite(tx, { ...asked, publicUrl }, by, at), publicUrl),
    );
  },
);
