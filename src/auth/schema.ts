import { type TProperties, Type } from 'typebox';
import { orNull } from '../http/schema.ts';
import { LEAST_CHARACTERS, MAX_CHARACTERS } from './password.ts';

const closed = { additionalProperties: false };
const body = (properties: TProperties) => Type.Object(properties, closed);

export const EmailText = Type.String({ maxLength: 254 });
export const PersonName = Type.String({ maxLength: 400 });
export const NewPassword = Type.String({ minLength: LEAST_CHARACTERS, maxLength: MAX_CHARACTERS });
const Password = Type.String({ maxLength: MAX_CHARACTERS });
/** A page of the web app, by its path: never another site. */
const Path = Type.Optional(Type.String({ pattern: '^/(?![/\\\\])[^\\\\\\s]*$', maxLength: 1000 }));
const Code = Type.String({ maxLength: 100 });
const TrustDevice = Type.Optional(Type.Boolean());

const returning = { callbackURL: Path, errorCallbackURL: Path, newUserCallbackURL: Path };

/** The bodies of /api/auth, by the path behind it. */
export const bodies = {
  signIn: body({ email: EmailText, password: Password, rememberMe: Type.Optional(Type.Boolean()), callbackURL: Path }),
  link: body({ email: EmailText, name: Type.Optional(PersonName), ...returning }),
  provider: body({ providerId: Code, ...returning }),
  openLink: body({ token: Type.String({ maxLength: 200 }) }),
  renewLink: body({ token: Type.String({ maxLength: 200 }), callbackURL: Path }),
  askReset: body({ email: EmailText, redirectTo: Path }),
  reset: body({ token: Type.String({ maxLength: 200 }), newPassword: NewPassword }),
  changePassword: body({
    currentPassword: Password,
    newPassword: NewPassword,
    revokeOtherSessions: Type.Optional(Type.Boolean()),
  }),
  name: body({ name: PersonName }),
  setPassword: body({ newPassword: NewPassword, proof: Code }),
  again: body({ password: Type.Optional(Password), proof: Type.Optional(Code) }),
  device: body({ id: Code }),
  code: body({ code: Code, trustDevice: TrustDevice }),
  session: body({ token: Code }),
};

/** What a person may do for a license manager. */
export const Role = Type.Union([Type.Literal('owner'), Type.Literal('manager'), Type.Literal('viewer')]);
/** The license managers that a person works for. */
/** What staff of the publisher may do. */
export const StaffRole = Type.Union([Type.Literal('owner'), Type.Literal('staff'), Type.Literal('viewer')]);
export const Roles = Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), role: Role }));

const Moment = Type.String({ description: 'ISO 8601.' });
/** True: it is done. */
export const Done = Type.Object({ status: Type.Boolean() });
const BackupCodes = Type.Array(Type.String());

/** The answers of /api/auth: of those that Better Auth gives, what the web app reads. */
export const authAnswers = {
  signedIn: Type.Object({ twoFactorRedirect: Type.Optional(Type.Boolean()) }),
  provider: Type.Object({ url: Type.String() }),
  secondFactor: Type.Object({ totpURI: Type.String(), backupCodes: BackupCodes }),
  backupCodes: Type.Object({ backupCodes: BackupCodes }),
  addressee: Type.Object({ email: Type.String() }),
  methods: Type.Object({ password: Type.Boolean() }),
  sessions: Type.Array(
    Type.Object({
      id: Type.String(),
      token: Type.String({ description: 'What `revoke-session` takes.' }),
      current: Type.Boolean({ description: 'The one of this browser.' }),
      userAgent: orNull(Type.String()),
      ipAddress: orNull(Type.String()),
      createdAt: Moment,
      updatedAt: Moment,
    }),
  ),
  history: Type.Array(Type.Object({ id: Type.String(), at: Moment, kind: Type.String(), browser: Type.String() })),
  devices: Type.Array(
    Type.Object({
      id: Type.String(),
      browser: Type.String(),
      created: Moment,
      lastUsed: Moment,
      trustedUntil: Moment,
      current: Type.Boolean({ description: 'The one of this page.' }),
    }),
  ),
};

export const SetupBody = Type.Object(
  { code: Type.String({ maxLength: 100 }), name: PersonName, email: EmailText, password: NewPassword },
  closed,
);
