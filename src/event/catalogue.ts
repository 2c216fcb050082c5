/** Every kind of event. docs/webhooks.md has the payload of each. */
export const eventKinds = [
  'account.created',
  'account.set_up',
  'course.created',
  'import.applied',
  'license.assigned',
  'license.end_changed',
  'license.expired',
  'license.expires_soon',
  'license.recycled',
  'license.returned',
  'license.revoked',
  'license.unopened',
  'link.created',
  'link.deleted',
  'manager.changed',
  'manager.created',
  'manager.told',
  'member.invited',
  'member.joined',
  'member.removed',
  'member.role_changed',
  'outbox.released',
  'pool.created',
  'pool.enlarged',
  'progress.reported',
  'student.renamed',
  'token.created',
  'token.deleted',
  'webhook.changed',
  'webhook.created',
  'webhook.deleted',
  'webhook.disabled',
  'webhook.rotated',
] as const;

export type EventKind = (typeof eventKinds)[number];

const known: ReadonlySet<string> = new Set(eventKinds);

export const isEventKind = (text: string): text is EventKind => known.has(text);
