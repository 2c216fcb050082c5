import { type Static, type TBoolean, type TNull, type TOptional, type TUnion, Type } from 'typebox';
import { IdNumber, orNull } from '../http/schema.ts';
import { languages } from '../rules/language.ts';
import { type NoticeKind, noticeKinds } from '../rules/notice.ts';
import { HOLD_HOURS } from '../rules/waiting.ts';
import type { Manager } from './manager.ts';

type Switches = Record<NoticeKind, TBoolean>;
type OptionalSwitches = Record<NoticeKind, TOptional<TUnion<[TBoolean, TNull]>>>;

export const Me = Type.Object(
  {
    id: IdNumber('the license manager'),
    name: Type.String(),
    email: Type.String(),
    pools: Type.Integer({ description: 'How many pools.' }),
    licenses: Type.Integer({ description: 'Licenses bought, in all pools.' }),
    untransferableLicenses: Type.Integer(),
    transferableLicenses: Type.Integer(),
    allowedDomainsForTransferableLicenses: Type.Array(Type.String()),
  },
  { $id: 'Me', description: 'The license manager that the token belongs to.' },
);

const HoldHours = Type.Integer({
  minimum: HOLD_HOURS.min,
  maximum: HOLD_HOURS.max,
  description: 'For how many hours a seat that comes free is held for whom it is offered to, from the waiting list.',
});

export const Settings = Type.Object(
  {
    onePerMailbox: Type.Boolean({
      description:
        'By links each mailbox gets one license of a course: addresses with the same name before a plus sign, and with the same letters where a known provider ignores dots, are one mailbox.',
    }),
    language: Type.Enum([...languages], {
      type: 'string',
      description: 'In which students and members are written to of whom nothing else is known.',
    }),
    timeZone: Type.String({ description: 'In which their mails tell times: a name of the IANA database.' }),
    mails: Type.Object(Object.fromEntries(noticeKinds.map((kind) => [kind, Type.Boolean()])) as Switches, {
      description:
        'Mails to the members: for a token the presets for members who have not chosen (viewers get none), for a member who is signed in, their own choice.',
    }),
    holdHours: HoldHours,
  },
  { $id: 'Settings', description: 'What a license manager sets for itself.' },
);

export const SettingsChanges = Type.Object(
  {
    onePerMailbox: Type.Optional(orNull(Type.Boolean())),
    language: Type.Optional(orNull(Type.Enum([...languages], { type: 'string' }))),
    timeZone: Type.Optional(orNull(Type.String({ maxLength: 100 }))),
    mails: Type.Optional(
      orNull(
        Type.Object(
          Object.fromEntries(
            noticeKinds.map((kind) => [kind, Type.Optional(orNull(Type.Boolean()))]),
          ) as OptionalSwitches,
          { additionalProperties: false },
        ),
      ),
    ),
    holdHours: Type.Optional(orNull(HoldHours)),
  },
  { $id: 'SettingsChanges', additionalProperties: false },
);

export const toMe = (manager: Manager): Static<typeof Me> => ({
  id: manager.id,
  name: manager.name,
  email: manager.email,
  pools: manager.pools,
  licenses: manager.transferableLicenses + manager.untransferableLicenses,
  untransferableLicenses: manager.untransferableLicenses,
  transferableLicenses: manager.transferableLicenses,
  allowedDomainsForTransferableLicenses: manager.allowedDomains,
});
