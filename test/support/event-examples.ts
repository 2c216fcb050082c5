/** An example of every kind of event, held to the catalogue by its types, and the document that shows them. */
import type { EventFacts, EventKind } from '../../src/event/catalogue.ts';
import { toEventView } from '../../src/event/view.ts';

const manager = { managerId: 7 };
const brand = {
  name: 'Acme Training',
  senderName: null,
  supportEmail: 'help@acme.example',
  footer: 'Acme Training Ltd, 1 High Street',
  lightColor: null,
  darkColor: null,
  languages: ['en' as const, 'it' as const],
  logoHash: null,
};
const publisher = { managerId: null };
const pool = { ...manager, courseId: 10, poolId: 21 };
const license = { ...pool, studentId: 16521, licenseId: 29, linkId: null };
const link = { ...pool, linkId: 12 };
const entry = { ...pool, studentId: 16521, linkId: null };
const waits = { entry: 7, state: 'waiting' as const };
const start = '2026-11-30T08:00:00+00:00';
const end = '2027-12-01T00:00:00+00:00';
const held = { start, end, active: true };
const ended = { before: held, after: { start, end: '2026-11-30T09:30:00+00:00', active: false } };
const helped = { ...publisher, before: { email: 'ann@example.com' } };
const terms = {
  ...{ link: 12, name: 'Analysts', licenses: 20, autoReassign: true, minHeldDays: 1 },
  validity: { count: 3, unit: 'month' as const },
};
const customer = { name: 'Alder', email: 'office@alder.example', allowedDomains: ['alder.example'] };
const poolTerms = { licenses: 100, shrinkTo: null, end, order: 'A-1031' };
const course = {
  ...{ title: 'Mastering DAX', description: '', kind: 'course' as const, months: 36, cover: null },
  ...{ launch: { method: 'none' as const, url: null, moveOn: null }, activityId: null, certificates: false },
  archived: false,
};
const member = { email: 'bo@alder.example', role: 'manager' as const };
const settings = {
  onePerMailbox: false,
  language: 'en' as const,
  timeZone: 'Europe/Rome',
  mails: { poolFull: true },
  holdHours: 48,
};
const webhook = {
  ...{ webhook: 'b7c1', url: 'https://hr.example.com/carrel', events: ['license.assigned'], description: 'HR' },
  ...{ format: 'standard' as const, state: 'active' as const },
};
const asks = { request: 3, state: 'requested' as const };
const offered = { entry: 7, state: 'offered' as const, offeredUntil: '2026-12-02T09:30:00+00:00' };
const counts = { assign: 300, revoke: 12, edit: 3, keep: 685, refuse: 0 };
const learning = { ...manager, studentId: 16521, courseId: 10, poolId: 21, licenseId: 29 };
const watched = { percent: 40, completed: null, lastAccess: '2026-11-30T09:10:00+00:00' };
const imported = { managers: 3, courses: 2, pools: 5, students: 400, licenses: 380, progress: 250 };

const order = {
  ...{ order: '512', source: 'stripe', reference: 'sub_1Q2w3E', line: 'price_1N4s8T', product: 'price_1N4s8T' },
  ...{ state: 'active' as const, licenses: 25, end, why: null },
};
const parked = { ...order, state: 'parked' as const, end: null, why: 'unknown_product' };
const sold = { source: 'stripe', product: 'price_1N4s8T' };
const soldTerms = { course: '10', transferable: true, licensesPerUnit: 1, months: null };

const examples: { [Kind in EventKind]: EventFacts[Kind] } = {
  'license.assigned': { ...license, after: held },
  'license.end_changed': {
    ...license,
    before: held,
    after: { start, end: '2028-06-01T00:00:00+00:00', active: true },
  },
  'license.revoked': { ...license, ...ended },
  'license.returned': { ...license, ...ended },
  'license.recycled': { ...license, ...ended, why: { for: 16533, full: 'pool' } },
  'license.expired': { ...license, before: held, after: { start, end, active: false } },
  'license.extended': {
    ...license,
    linkId: 12,
    before: held,
    after: { start, end: '2028-03-01T00:00:00+00:00', active: true },
  },
  'license.expires_soon': { ...license, after: held },
  'license.unopened': { ...license, after: { end } },
  'certificate.issued': { ...learning, after: { certificate: '311', completed: '2026-11-30T09:30:00+00:00' } },
  'certificate.revoked': {
    ...learning,
    before: { certificate: '311', revoked: false },
    after: { certificate: '311', revoked: true },
    why: { reason: 'Issued by mistake' },
  },
  'signing_key.rotated': { ...publisher, before: { key: 'q0Yf6sV1' }, after: { key: 'Zr3kT9aE' } },
  'waiting.joined': { ...entry, after: waits },
  'waiting.offered': { ...entry, before: waits, after: offered },
  'waiting.accepted': {
    ...entry,
    licenseId: 29,
    before: { entry: 7, state: 'offered' },
    after: { entry: 7, state: 'accepted' },
  },
  'waiting.lapsed': { ...entry, before: offered, after: { entry: 7, state: 'lapsed' } },
  'waiting.left': { ...entry, before: waits, after: { entry: 7, state: 'left' } },
  'waiting.removed': { ...entry, before: waits, after: { entry: 7, state: 'removed' } },
  'waiting.closed': { ...entry, before: waits, after: { entry: 7, state: 'closed' } },
  'request.made': { ...entry, linkId: 12, after: asks },
  'request.approved': { ...entry, linkId: 12, before: asks, after: { request: 3, state: 'approved' } },
  'request.declined': { ...entry, linkId: 12, before: asks, after: { request: 3, state: 'declined' } },
  'request.withdrawn': { ...entry, linkId: 12, before: asks, after: { request: 3, state: 'withdrawn' } },
  'request.expired': { ...entry, linkId: 12, before: asks, after: { request: 3, state: 'expired' } },
  'license.merged': { ...license, ...ended },
  'license.erased': { ...license, ...ended },
  'student.address_changed': {
    ...manager,
    studentId: 16521,
    before: { email: 'ann@exampel.com' },
    after: { email: 'ann@example.com' },
  },
  'student.merged': {
    ...manager,
    studentId: 16521,
    before: { id: 16544, name: 'A. Example', email: 'ann.example@mail.example' },
    after: { id: 16521, name: 'Ann Example', email: 'ann@example.com' },
  },
  'student.erased': { ...manager, studentId: 16521 },
  'student.renamed': {
    ...manager,
    studentId: 16521,
    before: { name: 'Ann Exampel' },
    after: { name: 'Ann Example' },
  },
  'link.created': { ...link, after: terms },
  'link.changed': { ...link, before: terms, after: { ...terms, licenses: 30, paused: true } },
  'link.deleted': { ...link, before: terms },
  'link.takes_back_often': { ...link, why: { inADay: 6 } },
  'pool.created': {
    ...pool,
    after: { licenses: 100, transferable: true, start: '2026-12-01T00:00:00+00:00', end, order: 'A-1031' },
  },
  'pool.changed': { ...pool, before: poolTerms, after: { ...poolTerms, licenses: 90, shrinkTo: 60 } },
  'pool.shrunk': { ...pool, before: { licenses: 90, shrinkTo: 60 }, after: { licenses: 89, shrinkTo: 60 } },
  'pool.closed': pool,
  'pool.opened': pool,
  'pool.renewed': { ...pool, after: { pool: 34, licenses: 80, end: '2028-12-01T00:00:00+00:00' } },
  'pool.enlarged': { ...pool, before: { licenses: 100 }, after: { licenses: 150 } },
  'order.made': { ...pool, after: order },
  'order.parked': { ...publisher, after: parked },
  'order.resolved': { ...pool, after: order },
  'order.changed': { ...pool, before: order, after: { ...order, licenses: 40 } },
  'order.refunded': { ...pool, after: { ...order, complete: true } },
  'order.cancelled': { ...pool, before: order, after: { ...order, state: 'cancelled', why: 'refunded' } },
  'product.mapped': { ...publisher, before: sold, after: { ...sold, ...soldTerms } },
  'product.unmapped': { ...publisher, before: { ...sold, ...soldTerms } },
  'roster.applied': { ...manager, after: { plan: 'k3v9', ...counts } },
  'manager.created': { ...manager, after: customer },
  'manager.changed': { ...manager, before: customer, after: { ...customer, name: 'Alder Freight' } },
  'manager.suspended': manager,
  'manager.resumed': manager,
  'manager.settings_changed': { ...manager, before: settings, after: { ...settings, onePerMailbox: true } },
  'manager.told': { ...manager, after: { kind: 'poolFull' } },
  'member.invited': { ...manager, after: member },
  'member.joined': { ...manager, after: member },
  'member.role_changed': { ...manager, before: member, after: { ...member, role: 'owner' } },
  'member.removed': { ...manager, before: member },
  'token.created': { ...manager, after: { name: 'HR sync', permission: 'write' } },
  'token.deleted': { ...manager, before: { name: 'HR sync' } },
  'webhook.created': { ...manager, after: webhook },
  'webhook.changed': { ...manager, before: webhook, after: { ...webhook, events: ['*'] } },
  'webhook.rotated': { ...manager, before: webhook, after: webhook },
  'webhook.disabled': {
    ...manager,
    before: webhook,
    after: { ...webhook, state: 'disabled' },
    why: { why: 'the receiver answered 410 Gone' },
  },
  'webhook.deleted': { ...manager, before: webhook, after: webhook },
  'course.created': { ...publisher, courseId: 10, after: { title: 'Mastering DAX' } },
  'course.changed': { ...publisher, courseId: 10, before: course, after: { ...course, archived: true } },
  'import.applied': { ...publisher, after: imported },
  'progress.completed': {
    ...learning,
    before: watched,
    after: { percent: 100, completed: '2026-11-30T09:30:00+00:00', lastAccess: '2026-11-30T09:30:00+00:00' },
  },
  'progress.reported': { ...learning, before: { percent: 0, completed: null, lastAccess: null }, after: watched },
  'account.created': { ...publisher, after: { email: 'ann@example.com', publisher: true } },
  'account.set_up': publisher,
  'account.staff_added': { ...helped, after: { role: 'staff' } },
  'account.staff_changed': { ...helped, after: { role: 'owner' } },
  'account.staff_removed': helped,
  'account.disabled': helped,
  'account.enabled': helped,
  'account.deleted': helped,
  'account.second_factor_reset': helped,
  'account.sessions_ended': helped,
  'account.new_device': publisher,
  'account.device_trusted': publisher,
  'account.password_changed': publisher,
  'account.second_factor_on': publisher,
  'account.second_factor_off': publisher,
  'account.backup_codes_renewed': publisher,
  'account.codes_stopped': publisher,
  'account.code_sent': publisher,
  'account.link_sent': publisher,
  'account.reset_sent': publisher,
  'key.accepted': { ...publisher, after: { fingerprint: '5f1c…' } },
  'publisher.settings_changed': { ...publisher, before: brand, after: { ...brand, lightColor: '#7a2e1d' } },
  'publisher.text_changed': {
    ...publisher,
    before: { kind: 'license_assigned', language: 'en', text: null },
    after: {
      kind: 'license_assigned',
      language: 'en',
      text: { subject: 'Your seat in {course}', body: 'Welcome to {course}.' },
    },
  },
  'outbox.released': { ...publisher, why: { discarded: 0 } },
};

const program = { kind: 'token', label: 'HR sync' };
const staff = { kind: 'person', label: 'staff@publisher.example' };

interface Told {
  managerId: number | null;
  studentId?: number;
  courseId?: number;
  poolId?: number;
  licenseId?: number;
  before?: object;
  after?: object;
  why?: object;
}

function viewOf(kind: EventKind, facts: Told, id: number): object {
  const { before, after, why } = facts;
  return toEventView({
    ...{ id, at: Date.parse(start) / 1000, kind, actor: facts.managerId === null ? staff : program },
    student: facts.studentId ? { id: facts.studentId, name: 'Ann Example', email: 'ann@example.com' } : null,
    course: facts.courseId ? { id: facts.courseId, title: 'Mastering DAX' } : null,
    poolId: facts.poolId ?? null,
    licenseId: facts.licenseId ?? null,
    details: { ...(before && { before }), ...(after && { after }), ...(why && { why }) },
  } as Parameters<typeof toEventView>[0]);
}

/** The document docs/events.md. */
export function eventsDocument(): string {
  const parts = Object.entries(examples).map(([kind, facts], i) => {
    const json = JSON.stringify(viewOf(kind as EventKind, facts as Told, 1200 + i), null, 2);
    return `## ${kind}\n\n\`\`\`json\n${json}\n\`\`\`\n`;
  });
  return `# An example of every kind of event

Events as \`/v1/events\`, the feed and the \`data\` of webhooks tell them; [webhooks.md](webhooks.md) says when each happens. Members that do not apply are
\`null\`. Kinds that begin with \`account\`, \`course\`, \`import\`, \`key\`, \`outbox\` or \`publisher\` stand in the publisher's history. This file is made from typed
examples by \`UPDATE_EVENTS=1 node --test test/documents.test.ts\`.

${parts.join('\n')}`;
}
