import { type Static, Type } from 'typebox';
import { IdNumber } from '../http/schema.ts';
import type { Manager } from './manager.ts';

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

export const Settings = Type.Object(
  {
    onePerMailbox: Type.Boolean({
      description:
        'By links each mailbox gets one license of a course: addresses with the same name before a plus sign, and with the same letters where a known provider ignores dots, are one mailbox.',
    }),
  },
  { $id: 'Settings', description: 'What a license manager sets for itself.' },
);

export const SettingsChanges = Type.Object(
  { onePerMailbox: Type.Optional(Type.Boolean()) },
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
