import { type Static, Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { PageQuery } from '../http/list.ts';
import { DateTime, IdText, orNull } from '../http/schema.ts';
import { isoTime } from '../rules/time.ts';
import type { SoldManager } from './manager.ts';

const closed = { additionalProperties: false };
const Name = Type.String({ maxLength: 400 });
const Domains = Type.Array(Type.String({ maxLength: 253 }), {
  maxItems: 200,
  description: 'The domains of addresses that transferable licenses may go to.',
});

export const Search = Type.Optional(
  Type.String({
    maxLength: 200,
    description: 'Only what has each of these words, without regard to case and accents.',
  }),
);
export const SearchQuery = Type.Object({ search: Search, ...PageQuery });

export const PublisherManager = Type.Object(
  {
    id: IdText('the license manager'),
    name: Type.String(),
    email: Type.String(),
    allowedDomains: Domains,
    created: DateTime('When it was made.'),
    pools: Type.Integer({ description: 'How many pools.' }),
    licenses: Type.Integer({ description: 'Licenses bought, in all pools.' }),
    assignedLicenses: Type.Integer(),
    suspended: Type.Boolean({
      description:
        'True: every change by its members, tokens, links and agents is refused, `manager_suspended`. Reading goes on, and licenses run on.',
    }),
  },
  { $id: 'PublisherManager', description: 'A license manager: a customer of the publisher.' },
);

export const NewManagerBody = Type.Object(
  {
    name: Name,
    email: EmailText,
    allowedDomains: Type.Optional(orNull(Domains)),
    ownerEmail: Type.Optional(orNull({ ...EmailText, description: 'Who is invited as its first owner.' })),
  },
  { $id: 'NewManager', ...closed },
);

export const ManagerChanges = Type.Object(
  {
    name: Type.Optional(orNull(Name)),
    email: Type.Optional(orNull(EmailText)),
    allowedDomains: Type.Optional(orNull(Domains)),
    suspended: Type.Optional(orNull(Type.Boolean())),
  },
  { $id: 'ManagerChanges', ...closed },
);

export const InviteMember = Type.Object(
  {
    email: EmailText,
    role: Type.Optional(orNull(Type.Enum(['owner', 'manager', 'viewer'], { type: 'string', default: 'owner' }))),
  },
  { $id: 'InviteMember', ...closed },
);

export const toManagerView = (manager: SoldManager): Static<typeof PublisherManager> => ({
  id: String(manager.id),
  name: manager.name,
  email: manager.email,
  allowedDomains: manager.allowedDomains,
  created: isoTime(manager.created),
  pools: manager.pools,
  licenses: manager.licenses,
  assignedLicenses: manager.assigned,
  suspended: manager.suspended,
});
