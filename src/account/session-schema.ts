import { Type } from 'typebox';
import { Roles, StaffRole } from '../auth/schema.ts';
import { BrandView } from '../brand/schema.ts';
import { orNull } from '../http/schema.ts';

/** Who is signed in, and what the web app must know before it shows anything. */
export const Session = Type.Object({
  user: orNull(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      email: Type.String(),
      twoFactorEnabled: Type.Boolean(),
    }),
  ),
  publisher: Type.Boolean({ description: 'Staff of the publisher.' }),
  staffRole: orNull(StaffRole),
  managers: Roles,
  student: Type.Boolean({ description: 'Has or had a license.' }),
  terms: orNull(
    Type.Object(
      { idleSeconds: Type.Integer(), leftSeconds: Type.Integer() },
      { description: 'How long the session lasts; null where nobody is signed in.' },
    ),
  ),
  setupNeeded: Type.Boolean(),
  providers: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  mailbox: Type.Boolean({ description: 'May read the mails that the server keeps.' }),
  brand: BrandView,
  publicUrl: Type.String({ description: 'The server’s address for people.' }),
});
