/** Every kind of event. docs/webhooks.md has the payload of each. */
export const eventKinds = [
  'account.backup_codes_renewed',
  'account.code_failed',
  'account.codes_stopped',
  'account.code_sent',
  'account.created',
  'account.deleted',
  'account.device_removed',
  'account.device_trusted',
  'account.disabled',
  'account.enabled',
  'account.link_sent',
  'account.new_device',
  'account.password_changed',
  'account.reset_sent',
  'account.second_factor_off',
  'account.second_factor_on',
  'account.second_factor_reset',
  'account.sessions_ended',
  'account.set_up',
  'account.sign_in_failed',
  'account.signed_in',
  'account.staff_added',
  'account.staff_removed',
  'course.created',
  'import.applied',
  'key.accepted',
  'license.assigned',
  'license.end_changed',
  'license.expired',
  'license.expires_soon',
  'license.recycled',
  'license.returned',
  'license.revoked',
  'license.unopened',
  'link.changed',
  'link.created',
  'link.deleted',
  'link.takes_back_often',
  'manager.changed',
  'manager.created',
  'manager.settings_changed',
  'manager.told',
  'member.invited',
  'member.joined',
  'member.removed',
  'member.role_changed',
  'outbox.released',
  'pool.created',
  'pool.enlarged',
  'progress.reported',
  'roster.applied',
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

const REMINDERS: ReadonlySet<EventKind> = new Set(['license.expires_soon', 'license.unopened']);

/** The kinds that tell of a change to licenses or pools. */
export const changesSeats: readonly EventKind[] = eventKinds.filter(
  (kind) => /^(?:license|pool)\./.test(kind) && !REMINDERS.has(kind),
);

const known: ReadonlySet<string> = new Set(eventKinds);

export const isEventKind = (text: string): text is EventKind => known.has(text);
