import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';
import { usedLicenses } from '../rules/link.ts';
import { recyclePolicies } from '../rules/recycle.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Seal } from '../seal.ts';
import type { Link as LinkFacts } from './link.ts';

export const Validity = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 1000 }),
    unit: Type.Enum(['day', 'week', 'month'], { type: 'string' }),
  },
  {
    additionalProperties: false,
    description: 'How long a license from the link is good for; null: until the pool ends.',
  },
);

const MinHeldDays = Type.Integer({
  minimum: 0,
  maximum: 3650,
  description: 'Licenses younger than so many days of 24 hours are not taken back by `autoReassign`.',
});
const Policy = Type.Enum([...recyclePolicies], {
  type: 'string',
  description:
    'Whose license `autoReassign` takes back, of those that the link gave: `oldest` (default) by start; `idle`, the longest not opened; `completed`, the oldest of those who have completed; `unstarted`, the oldest of those who never opened it.',
});
const WhenFull = Type.Enum(['refuse', 'wait'], {
  type: 'string',
  description: 'Where the link, or its pool, has no license left: refuse people, or let them wait.',
});
const Approval = Type.Boolean({ description: 'People ask, and get nothing before somebody approves.' });
const Listed = Type.Boolean({
  description: 'Everybody who signs in with an address of an allowed domain is shown it in the library.',
});
const Extensions = Type.Integer({
  minimum: 0,
  maximum: 12,
  description: 'How often a student may make a license longer by the validity.',
});
const LinkName = Type.String({
  maxLength: 400,
  description: 'What to call it: up to 200 characters, for its manager alone.',
});
const Offered = Type.Integer({ minimum: 1, description: 'How many it offers, at most those of the pool.' });

const lost =
  'Null for callers who may only read, because whoever has it can take licenses; and where the server’s key was changed since: the link still works.';

/** What the page of a link tells of it. */
export const LinkPage = Type.Object({
  course: Type.Object({ title: Type.String() }),
  manager: Type.Object({ name: Type.String() }),
  transferable: Type.Boolean(),
  validity: orNull(Validity),
  poolStart: Type.String(),
  poolEnd: Type.String(),
  end: Type.String({ description: 'When a license ends that is taken now.' }),
  whenFull: WhenFull,
  approval: Approval,
  state: Type.Enum(['open', 'full', 'paused', 'future', 'ended', 'closed'], { type: 'string' }),
  domains: orNull(Type.Array(Type.String(), { description: 'Those that its licenses may go to; null: any.' })),
  visitor: orNull(
    Type.Object(
      {
        held: orNull(
          Type.Object(
            { courseId: Type.String(), manager: Type.String(), end: Type.String() },
            { description: 'The license of the course that they have.' },
          ),
        ),
        refusal: orNull(Type.Enum(['domain_not_allowed', 'mailbox_enrolled'], { type: 'string' })),
      },
      { description: 'Null where nobody is signed in.' },
    ),
  ),
});

export const Link = Type.Object(
  {
    id: IdText('the link'),
    url: orNull(Type.String({ description: `The page where people enroll. ${lost}` })),
    code: orNull(Type.String({ description: `The secret in the address, 32 characters. ${lost}` })),
    course: Type.Object({ id: IdText('the course'), title: Type.String() }),
    poolId: IdNumber('the pool'),
    transferable: Type.Boolean(),
    licenses: Type.Integer({
      description: 'How many it offers: out at the same time (transferable), or in total (untransferable).',
    }),
    used: Type.Integer({ description: 'How many of them are out.' }),
    autoReassign: Type.Boolean({
      description: 'Where none is left, a license that this link gave is revoked for the next person.',
    }),
    validity: orNull(Validity),
    name: orNull(Type.String({ description: 'What its manager calls it.' })),
    paused: Type.Boolean({ description: 'While it is paused it gives no licenses.' }),
    minHeldDays: MinHeldDays,
    recyclePolicy: Policy,
    whenFull: WhenFull,
    approval: Approval,
    listed: Listed,
    extensions: Extensions,
    waiting: Type.Integer({ description: 'How many wait by it.' }),
    created: DateTime('When it was made.'),
    deleted: DateTimeOrNull('When it was deleted.'),
  },
  { $id: 'Link', description: 'An auto-enrollment link: whoever proves an address may take a license by it.' },
);

export const CreateLinkBody = Type.Object(
  {
    poolId: IdNumber('the pool'),
    licenses: Offered,
    autoReassign: Type.Optional(orNull(Type.Boolean({ description: 'Transferable pools only.' }))),
    validity: Type.Optional(orNull(Validity)),
    name: Type.Optional(orNull(LinkName)),
    minHeldDays: Type.Optional(orNull({ ...MinHeldDays, default: 1 })),
    recyclePolicy: Type.Optional(orNull({ ...Policy, default: 'oldest' })),
    whenFull: Type.Optional(orNull({ ...WhenFull, default: 'wait' })),
    approval: Type.Optional(orNull({ ...Approval, default: false })),
    listed: Type.Optional(orNull({ ...Listed, default: false })),
    extensions: Type.Optional(orNull({ ...Extensions, default: 1 })),
  },
  { $id: 'CreateLink', additionalProperties: false },
);

export const ChangeLinkBody = Type.Object(
  {
    licenses: Type.Optional(orNull(Offered)),
    validity: Type.Optional(orNull(Validity)),
    name: Type.Optional(orNull(LinkName)),
    minHeldDays: Type.Optional(orNull(MinHeldDays)),
    recyclePolicy: Type.Optional(orNull(Policy)),
    whenFull: Type.Optional(orNull(WhenFull)),
    approval: Type.Optional(orNull(Approval)),
    listed: Type.Optional(orNull(Listed)),
    extensions: Type.Optional(orNull(Extensions)),
    paused: Type.Optional(orNull(Type.Boolean())),
  },
  { $id: 'ChangeLink', additionalProperties: false },
);

export const linkUrl = (publicUrl: string, code: string): string => `${publicUrl}/l/${code}`;

/** A link as a caller may see it. Its code is as good as a right to change: who may only read does not see it. */
export function toLinkView(
  link: LinkFacts,
  seal: Seal,
  { publicUrl, showCode }: { publicUrl: string; showCode: boolean },
): Static<typeof Link> {
  const code = showCode ? seal.decrypt(link.codeSealed) : null;
  return {
    id: String(link.id),
    url: code === null ? null : linkUrl(publicUrl, code),
    code,
    course: { id: String(link.course.id), title: link.course.title },
    poolId: link.poolId,
    transferable: link.transferable,
    licenses: link.licenses,
    used: usedLicenses(link, link.transferable),
    autoReassign: link.autoReassign,
    validity: link.validity,
    name: link.name,
    paused: link.paused,
    minHeldDays: link.minHeldDays,
    recyclePolicy: link.recyclePolicy,
    whenFull: link.whenFull,
    approval: link.approval,
    listed: link.listed,
    extensions: link.extensions,
    waiting: link.waiting,
    created: isoTime(link.created),
    deleted: isoTimeOrNull(link.deletedAt),
  };
}
