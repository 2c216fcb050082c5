import { all, byValue, type Check, holds, isRecord, list, record, text, textThat } from './check.ts';
import { isIri, isMailbox, isSha1 } from './terms.ts';

/** What identifies an Agent or a Group, each by itself. */
export const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

export const iri = textThat(isIri, 'must be an IRI');

const count = (actor: unknown): number =>
  isRecord(actor) ? IDENTIFIERS.filter((name) => Object.hasOwn(actor, name)).length : 0;

const oneIdentifier = holds((value) => count(value) === 1, `must have exactly one of ${IDENTIFIERS.join(', ')}`);
const atMostOne = holds((value) => count(value) <= 1, `must have at most one of ${IDENTIFIERS.join(', ')}`);
const membersIfAnonymous = holds(
  (value) => count(value) > 0 || (isRecord(value) && Object.hasOwn(value, 'member')),
  'must have members, or one of what identifies a Group',
);

const members: Record<string, Check> = {
  name: text,
  mbox: textThat(isMailbox, 'must be mailto: and an email address'),
  mbox_sha1sum: textThat(isSha1, 'must be a SHA-1 in 40 hexadecimal digits'),
  openid: textThat(isIri, 'must be a URI'),
  account: record({ homePage: textThat(isIri, 'must be an IRL'), name: text }, ['homePage', 'name']),
};

const typed = (...names: string[]): Check =>
  holds((value) => names.includes(value as string), `must be ${names.join(' or ')}`);

export const agent: Check = all(record({ ...members, objectType: typed('Agent') }), oneIdentifier);

/** A Group without an identifier is known by its members alone. */
export const group: Check = byValue((value) =>
  all(
    record({ ...members, objectType: typed('Group'), member: list(agent, count(value) === 0 ? 1 : 0) }, ['objectType']),
    atMostOne,
    membersIfAnonymous,
  ),
);

/** An Agent, where it does not say that it is a Group. */
export const actor: Check = byValue((value) => {
  if (value.objectType === 'Group') return group;
  return value.objectType === undefined || value.objectType === 'Agent'
    ? agent
    : record({ ...members, member: list(agent), objectType: typed('Agent', 'Group') });
});

const pair = holds(
  (value) => !isRecord(value) || (count(value) === 0 && Array.isArray(value.member) && value.member.length === 2),
  'must be an Agent, or a Group of two without an identifier',
);

/** An Agent, or one with an application for it: a Group of the two. */
export const authority: Check = byValue((value) => (value.objectType === 'Group' ? all(group, pair) : agent));
