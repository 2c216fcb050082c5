import { randomBytes, randomUUID } from 'node:crypto';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { WebhookTable } from '../db/tables.ts';
import { invalid, notFound } from '../errors.ts';
import type { WebhookFacts } from '../event/catalogue.ts';
import { type Actor, type NewMail, record } from '../event/record.ts';
import type { Owner, Scope } from '../principal.ts';
import { DAY } from '../rules/time.ts';
import type { Seal } from '../seal.ts';
import { failOpenDeliveries } from './delivery.ts';
import { type Format, writeSecret } from './message.ts';

/** Webhooks of one owner. */
export const MAX_WEBHOOKS = 20;
/** So long the secret before the last rotation signs too. */
const OLD_SECRET_SECONDS = DAY;

export interface WebhookTerms {
  url: string;
  kinds: string[];
  description: string;
  format: Format;
}

const list = prepare((db, p: { owner: Owner; limit: number }) =>
  db
    .selectFrom('webhook')
    .selectAll()
    .where('owner', '=', p.owner)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
);

const byId = prepare((db, p: { id: string }) =>
  db.selectFrom('webhook').selectAll().where('id', '=', p.id).where('deleted_at', 'is', null),
);

/** Two changes at once come one after the other. */
const lockById = prepare((db, p: { id: string }, engine) =>
  locked(db.selectFrom('webhook').selectAll().where('id', '=', p.id).where('deleted_at', 'is', null), engine),
);

/** Webhooks of a manager are made one after the other, so that they can be counted. */
const lockManager = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('manager').select('id').where('id', '=', p.id), engine),
);

const insert = prepare(
  (db, p: Omit<WebhookTable, 'previous_sealed' | 'previous_until' | 'failing_since' | 'deleted_at'>) =>
    db.insertInto('webhook').values({
      id: p.id,
      owner: p.owner,
      manager_id: p.manager_id,
      url: p.url,
      kinds: p.kinds,
      description: p.description,
      format: p.format,
      secret_sealed: p.secret_sealed,
      disabled_at: p.disabled_at,
      disabled_why: p.disabled_why,
      since_position: p.since_position,
      created_at: p.created_at,
    }),
);

const update = prepare((db, p: WebhookTable) =>
  db
    .updateTable('webhook')
    .set({
      url: p.url,
      kinds: p.kinds,
      description: p.description,
      format: p.format,
      secret_sealed: p.secret_sealed,
      previous_sealed: p.previous_sealed,
      previous_until: p.previous_until,
      disabled_at: p.disabled_at,
      disabled_why: p.disabled_why,
      since_position: p.since_position,
      failing_since: p.failing_since,
      deleted_at: p.deleted_at,
    })
    .where('id', '=', p.id),
);

/** All webhooks of an owner, newest first. */
export const listWebhooks = (db: Queries, { owner }: Scope): Promise<WebhookTable[]> =>
  list(db, { owner, limit: 2 * MAX_WEBHOOKS });

/** Throws `not_found`. */
export async function getWebhook(db: Queries, { owner }: Scope, id: string): Promise<WebhookTable> {
  const [row] = await byId(db, { id });
  if (row?.owner !== owner) throw notFound();
  return row;
}

/** The same, locked until the commit. */
async function lockWebhook(tx: Transaction, { owner }: Scope, id: string): Promise<WebhookTable> {
  const [row] = await lockById(tx, { id });
  if (row?.owner !== owner) throw notFound();
  return row;
}

const newSecret = () => writeSecret(randomBytes(32));

/** What history tells of a webhook: never its secret. */
const factsOf = ({ id, url, kinds, description, format, disabled_why }: WebhookTable): WebhookFacts => ({
  webhook: id,
  url,
  events: JSON.parse(kinds),
  description,
  format,
  state: disabled_why === null ? 'active' : 'disabled',
});

type Told =
  | { kind: 'webhook.changed' | 'webhook.deleted' | 'webhook.rotated' }
  | { kind: 'webhook.disabled'; why: { why: string } };

/** Writes the row anew, and the event that tells what changed. */
async function save(
  tx: Transaction,
  before: WebhookTable,
  after: WebhookTable,
  { now, mails = [], ...told }: Told & { by: Actor; now: number; mails?: NewMail[] },
): Promise<WebhookTable> {
  await update(tx, after);
  const facts = { before: factsOf(before), after: factsOf(after) };
  record(tx, { managerId: after.manager_id, at: now, ...told, ...facts }, ...mails);
  return after;
}

/**
 * Makes a webhook that is told of what happens after `since`, a position of the event feed. The secret is in the
 * answer, and nowhere else in clear. Throws `invalid_request` where the owner has too many.
 */
export async function createWebhook(
  tx: Transaction,
  asked: WebhookTerms & { scope: Scope; since: number },
  seal: Seal,
  by: Actor,
  now: number,
): Promise<{ webhook: WebhookTable; secret: string }> {
  const { scope, url, kinds, description, format, since } = asked;
  if (scope.managerId !== null) await lockManager(tx, { id: scope.managerId });
  if ((await listWebhooks(tx, scope)).length >= MAX_WEBHOOKS)
    throw invalid({ pointer: '', detail: `there are ${MAX_WEBHOOKS} webhooks already; delete one first` });
  const secret = newSecret();
  const webhook: WebhookTable = {
    ...{
      id: randomUUID(),
      owner: scope.owner,
      manager_id: scope.managerId,
      url,
      kinds: JSON.stringify(kinds),
      description,
      format,
    },
    ...{ secret_sealed: seal.encrypt(secret), previous_sealed: null, previous_until: null },
    ...{ disabled_at: null, disabled_why: null, since_position: since, failing_since: null },
    ...{ created_at: now, deleted_at: null },
  };
  await insert(tx, webhook);
  record(tx, { managerId: scope.managerId, at: now, kind: 'webhook.created', by, after: factsOf(webhook) });
  return { webhook, secret };
}

export interface WebhookChange extends Partial<WebhookTerms> {
  state?: 'active' | 'disabled';
}

/** Changes a webhook. What happened while it was disabled is not sent by itself. Throws `not_found`. */
export async function changeWebhook(
  tx: Transaction,
  { scope, id, since, ...asked }: WebhookChange & { scope: Scope; id: string; since: number },
  by: Actor,
  now: number,
): Promise<WebhookTable> {
  const before = await lockWebhook(tx, scope, id);
  const after = { ...before };
  if (asked.url !== undefined) after.url = asked.url;
  if (asked.kinds !== undefined) after.kinds = JSON.stringify(asked.kinds);
  if (asked.description !== undefined) after.description = asked.description;
  if (asked.format !== undefined) after.format = asked.format;
  if (asked.state === 'active' && before.disabled_why !== null)
    Object.assign(after, { disabled_at: null, disabled_why: null, failing_since: null, since_position: since });
  if (asked.state === 'disabled' && before.disabled_why === null) {
    Object.assign(after, { disabled_at: now, disabled_why: 'switched off' });
    await failOpenDeliveries(tx, id, now * 1000, 'the webhook was disabled');
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  return save(tx, before, after, { kind: 'webhook.changed', by, now });
}

/** Deletes a webhook; what waits for it is not sent. Throws `not_found`. */
export async function deleteWebhook(
  tx: Transaction,
  { scope, id }: { scope: Scope; id: string },
  by: Actor,
  now: number,
): Promise<WebhookTable> {
  const before = await lockWebhook(tx, scope, id);
  await failOpenDeliveries(tx, id, now * 1000, 'the webhook was deleted');
  const after = { ...before, deleted_at: now, disabled_at: now, disabled_why: before.disabled_why ?? 'deleted' };
  return save(tx, before, after, { kind: 'webhook.deleted', by, now });
}

/** Gives a webhook a new secret; the one before signs too for 24 hours. Throws `not_found`. */
export async function rotateSecret(
  tx: Transaction,
  { scope, id }: { scope: Scope; id: string },
  seal: Seal,
  by: Actor,
  now: number,
): Promise<{ webhook: WebhookTable; secret: string }> {
  const before = await lockWebhook(tx, scope, id);
  const secret = newSecret();
  const after = {
    ...before,
    secret_sealed: seal.encrypt(secret),
    previous_sealed: before.secret_sealed,
    previous_until: (now + OLD_SECRET_SECONDS) * 1000,
  };
  return { webhook: await save(tx, before, after, { kind: 'webhook.rotated', by, now }), secret };
}

/** Disables a webhook that does not receive, unless somebody has meanwhile, and tells whose it is. */
export async function disableWebhook(
  tx: Transaction,
  id: string,
  { why, mails }: { why: string; mails: NewMail[] },
  by: Actor,
  now: number,
): Promise<void> {
  const [before] = await lockById(tx, { id });
  if (!before || before.disabled_why !== null) return;
  const after = { ...before, disabled_at: now, disabled_why: why };
  await failOpenDeliveries(tx, id, now * 1000, 'the webhook was disabled');
  await save(tx, before, after, { kind: 'webhook.disabled', by, now, why: { why }, mails });
}
