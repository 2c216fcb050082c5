import { type Static, Type } from 'typebox';
import { EmailText, NewPassword, PersonName, Role } from '../auth/schema.ts';
import { DateTime, DateTimeOrNull, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Member as MemberFacts } from './member.ts';

const closed = { additionalProperties: false };

export const Member = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ description: 'Empty until they have joined.' }),
    email: Type.String(),
    role: Role,
    state: Type.Union([Type.Literal('invited'), Type.Literal('joined')]),
    since: DateTime('When they were invited, or joined.'),
    expires: DateTimeOrNull('When the invitation runs out; null of members.'),
    mail: orNull(
      Type.Object(
        {
          state: Type.Enum(['waiting', 'sent', 'failed'], { type: 'string' }),
          error: orNull(Type.String({ description: 'What the mail server said about the mail or its recipient.' })),
        },
        { description: 'What became of the mail of the invitation; null of members, and where it is long ago.' },
      ),
    ),
    invitationUrl: orNull(
      Type.String({
        description: 'A link to the invitation, to be passed on: it proves no address. For owners; null of members.',
      }),
    ),
  },
  { $id: 'Member', description: 'Who works for the license manager.' },
);

export const InviteBody = Type.Object({ email: EmailText, role: Role }, closed);
export const RoleBody = Type.Object({ role: Role }, closed);
export const RemoveQuery = Type.Object({
  deleteTokens: Type.Optional(
    Type.Boolean({ default: true, description: 'Also delete the API tokens that the member made here.' }),
  ),
});
export const MemberPath = Type.Object({ id: Type.String({ maxLength: 100 }) });
export const CodePath = Type.Object({ code: Type.String({ maxLength: 100 }) });
export const Invitation = Type.Object({
  email: Type.String(),
  manager: Type.String(),
  role: Role,
  expired: Type.Boolean(),
  proves: Type.Boolean({ description: 'False for a link that was copied: it does not say whose address it is.' }),
  account: Type.Boolean({ description: 'The address has an account.' }),
});
/** Name and password are for those who have no account yet. */
export const AcceptBody = Type.Object(
  { name: Type.Optional(PersonName), password: Type.Optional(NewPassword) },
  closed,
);

/** `publicUrl` where the caller may pass invitations on. */
export const toMemberView = (member: MemberFacts, publicUrl: string | null): Static<typeof Member> => ({
  id: member.id,
  name: member.name,
  email: member.email,
  role: member.role,
  state: member.joined ? 'joined' : 'invited',
  since: isoTime(member.since),
  expires: isoTimeOrNull(member.expires),
  mail: member.mail,
  invitationUrl: publicUrl === null || member.joined ? null : `${publicUrl}/invitation/${member.id}`,
});
