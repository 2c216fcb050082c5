import { type Static, Type } from 'typebox';
import type { Account } from '../account/account.ts';
import { EmailText, PersonName, Roles, StaffRole } from '../auth/schema.ts';
import { PageQuery } from '../http/list.ts';
import { orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';

const closed = { additionalProperties: false };

export const AccountQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200, default: '' })),
  staff: Type.Optional(Type.Boolean({ default: false })),
  ...PageQuery,
});
export const AccountPath = Type.Object({ id: Type.String({ maxLength: 100 }) });
export const NewStaff = Type.Object(
  { email: EmailText, name: Type.Optional(PersonName), role: Type.Optional(StaffRole) },
  closed,
);
/** `staffRole` null: no longer staff. `deleteTokens` goes with `disabled: true`: also the API tokens that the person made. */
export const AccountChanges = Type.Object(
  {
    disabled: Type.Optional(Type.Boolean()),
    staffRole: Type.Optional(orNull(StaffRole)),
    deleteTokens: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 1 },
);
export const DeleteAccountQuery = Type.Object({ deleteTokens: Type.Optional(Type.Boolean({ default: false })) });

/** Somebody who signs in, as the publisher's staff sees them. */
export const AccountView = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  staff: Type.Boolean({ description: 'Staff of the publisher.' }),
  staffRole: orNull(StaffRole),
  twoFactorEnabled: Type.Boolean(),
  disabled: orNull(Type.String({ description: 'Since when nobody can sign in with it.' })),
  lastSignIn: orNull(Type.String()),
  created: Type.String(),
  managers: Roles,
});

export const toAccountView = (account: Account): Static<typeof AccountView> => ({
  id: account.id,
  email: account.email,
  name: account.name,
  staff: account.staff !== null,
  staffRole: account.staff,
  twoFactorEnabled: account.secondFactor,
  disabled: isoTimeOrNull(account.disabledAt),
  lastSignIn: isoTimeOrNull(account.lastSignInAt),
  created: isoTime(account.createdAt),
  managers: account.roles,
});
