import { Type } from 'typebox';
import { readEmail } from '../auth/fields.ts';
import { now, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { invite, listMembers } from '../member/member.ts';
import { managersWithoutOwner } from '../member/owners.ts';
import { Member, toMemberView } from '../member/schema.ts';
import { principalOf } from '../principal.ts';
import { InviteOwner } from './schema.ts';

/** Who runs a license manager, for the staff who sell to it. */
export function ownerRoutes(app: App, { db, config, ...context }: ServerContext): void {
  app.get('/managers/without-owner', { schema: { response: { 200: Type.Array(Type.Integer()) } } }, async () =>
    managersWithoutOwner(db.read),
  );

  app.get(
    '/managers/:id/members',
    { schema: { params: IdPath, response: { 200: Type.Array(ref(Member)) } } },
    async (request) => {
      const { id } = await getManager(db.read, request.params.id);
      const members = await listMembers(db.read, id);
      return members.map((member) => toMemberView(member, config.publicUrl));
    },
  );

  app.post(
    '/managers/:id/invite',
    { schema: { params: IdPath, body: InviteOwner, response: { 200: ref(Member) } } },
    async (request) => {
      const { role = 'owner' } = request.body;
      const asked = { managerId: request.params.id, email: readEmail(request.body.email).key, role };
      const by = principalOf(request);
      const invited = await db.write((tx) => invite(tx, { ...asked, publicUrl: config.publicUrl }, by, now(context)));
      return toMemberView(invited, config.publicUrl);
    },
  );
}
