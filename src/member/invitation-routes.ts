import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { personActor } from '../actor.ts';
import { enter } from '../auth/better-auth/enter.ts';
import { readPersonName } from '../auth/fields.ts';
import { hashPassword } from '../auth/password.ts';
import { createPerson, findPerson } from '../auth/person.ts';
import { Done } from '../auth/schema.ts';
import { now, type ServerContext } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { parseEmail } from '../rules/email.ts';
import { findInvitation, type Invitation } from './invitation.ts';
import { join } from './member.ts';
import { AcceptBody, CodePath, Invitation as InvitationView } from './schema.ts';

/** The invitation behind the code, while it is open. */
async function openInvitation(tx: Transaction, code: string, at: number): Promise<Invitation> {
  const invitation = await findInvitation(tx, code);
  if (invitation.expires <= at) throw notFound();
  return invitation;
}

/** Somebody who is signed in joins with that account, if the invitation is theirs. */
async function acceptAs(context: ServerContext, request: FastifyRequest, code: string): Promise<void> {
  const { visitor } = request;
  if (!visitor) throw new Refusal('unauthorized', { detail: 'This address has an account: sign in to accept.' });
  await context.db.write(async (tx) => {
    const at = now(context);
    const { managerId, email, role } = await openInvitation(tx, code, at);
    const detail = `This invitation is for ${email}. Sign out, and open it again.`;
    if (email !== visitor.email) throw new Refusal('forbidden', { detail });
    const by = personActor(visitor);
    await join(tx, { managerId, personId: visitor.id, email, role }, by, at);
  });
}

/** Somebody new joins with an account made for it: the code came to their address, so the address is proven. */
async function acceptNew(context: ServerContext, code: string, body: Static<typeof AcceptBody>) {
  const { password } = body;
  if (body.name === undefined || password === undefined) {
    throw invalid({ pointer: body.name === undefined ? '/name' : '/password', detail: 'is required' });
  }
  const name = readPersonName(body.name);
  const passwordHash = await hashPassword(password);
  return context.db.write(async (tx) => {
    const at = now(context);
    const { managerId, email: key, role, proves } = await openInvitation(tx, code, at);
    if (!proves) throw new Refusal('unauthorized', { detail: 'Sign in with the invited address to accept.' });
    const email = parseEmail(key);
    const personId = email && (await createPerson(tx, { name, email, passwordHash }, at));
    if (!personId) throw new Refusal('unauthorized', { detail: 'This address has an account: sign in to accept.' });
    await join(tx, { managerId, personId, email: key, role }, personActor({ id: personId, name, email: key }), at);
    return { email: key, password };
  });
}

/** An invitation, by the code that was mailed. */
export const showInvitation = operation(
  { schema: { params: CodePath, response: { 200: InvitationView } } },
  async (context, request) => {
    const { email, manager, role, expires, proves } = await findInvitation(context.db.read, request.params.code);
    const account = proves && (await findPerson(context.db.read, email)) !== undefined;
    return { email, manager, role, expired: expires <= now(context), proves, account };
  },
);

export const acceptInvitation = operation(
  { schema: { params: CodePath, body: AcceptBody, response: { 200: Done } } },
  async (context, request, reply) => {
    const { code } = request.params;
    const { email, proves } = await findInvitation(context.db.read, code);
    if (request.visitor || !proves || (await findPerson(context.db.read, email))) {
      await acceptAs(context, request, code);
      return { status: true };
    }
    return enter(context, context.auth, request, reply, await acceptNew(context, code, request.body));
  },
);
