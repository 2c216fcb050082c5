import { Type } from 'typebox';
import type { ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { listMembers } from '../member/member.ts';
import { managersWithoutOwner } from '../member/owners.ts';
import { Member, toMemberView } from '../member/schema.ts';

/** Who runs a license manager, for the staff who sell to it. */
export function ownerRoutes(app: App, { db, config }: ServerContext): void {
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
}
