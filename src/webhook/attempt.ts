import { type Context, now } from '../context.ts';
import type { WebhookTable } from '../db/tables.ts';
import { system } from '../event/record.ts';
import { toEventView, toPublisherEventView } from '../event/view.ts';
import { tellOwners } from '../member/owners.ts';
import { sealWith, WEBHOOK_SECRETS } from '../seal.ts';
import { eventOf } from './delivery.ts';
import { type Message, signatures, writeBody } from './message.ts';
import { type Job, type Outcome, recordOutcome } from './queue.ts';
import { describeSendError, type Network, post } from './send.ts';
import { disableWebhook } from './webhook.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The wait after each failed attempt; after the last the delivery has failed. */
const DELAYS_MS = [
  ...[5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];
/** A webhook that has not received for so long is disabled. */
const MAX_FAILING_MS = 5 * DAY;
const GONE = 410;

/** The wait after the attempt of this number, spread by a fifth so that deliveries do not come back all at once. */
export function delayAfter(attempts: number, chance = Math.random()): number | null {
  const delay = DELAYS_MS[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * chance));
}

/** What an answer, or a failure without one, means for the delivery. A test is not tried again. */
function classify({ delivery }: Job, status: number | null, error: string): Outcome {
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered', status };
  const delay = delivery.event_id === null || status === GONE ? null : delayAfter(delivery.attempts);
  return delay === null ? { state: 'failed', status, error } : { state: 'again', status, error, delay };
}

/** The secrets that sign now, the present one first. `now` in milliseconds. */
function secretsOf({ keys }: Pick<Context, 'keys'>, webhook: WebhookTable, now: number): string[] {
  const seal = sealWith(keys, WEBHOOK_SECRETS);
  const previous = (webhook.previous_until ?? 0) > now ? webhook.previous_sealed : null;
  const secrets = [webhook.secret_sealed, previous].flatMap((sealed) =>
    sealed === null ? [] : [seal.decrypt(sealed)],
  );
  if (secrets[0] === null) throw new Error('its secret was sealed with another SECRET_KEY: rotate it');
  return secrets.filter((secret) => secret !== null);
}

async function attempt(
  context: Pick<Context, 'config' | 'db' | 'keys'>,
  network: Network,
  job: Job,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<Outcome> {
  const { webhook, delivery } = job;
  try {
    const event = await eventOf(context.db.read, delivery);
    const toView = webhook.manager_id === null ? toPublisherEventView : toEventView;
    const message: Message = event
      ? { type: event.kind, at: event.at, data: toView(event) }
      : { type: delivery.type, at: Math.floor(delivery.created_at / 1000), data: { webhook: webhook.id } };
    const body = writeBody(webhook.format, message);
    const timestamp = Math.floor(now / 1000);
    const headers = {
      'user-agent': 'Carrel',
      'webhook-id': delivery.message_id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(secretsOf(context, webhook, now), delivery.message_id, timestamp, body),
    };
    const status = await post({ url: new URL(webhook.url), headers, body }, network, signal);
    return classify(job, status, `the answer was ${status}`);
  } catch (error) {
    return classify(job, null, describeSendError(error));
  }
}

/** What an attempt goes by. */
export interface AttemptOptions {
  /** Milliseconds, of the database. */
  clock: () => Promise<number>;
  /** Cuts the attempt, which then was none: somebody sends it again once its claim has run out. */
  signal: AbortSignal;
}

/** Attempts a delivery once and records how it ended, in one transaction with what follows from it. */
export async function deliver(
  context: Pick<Context, 'config' | 'db' | 'keys' | 'log' | 'clock'>,
  network: Network,
  job: Job,
  { clock, signal }: AttemptOptions,
): Promise<void> {
  const outcome = await attempt(context, network, job, { now: await clock(), signal });
  if (signal.aborted) return;
  const at = await clock();
  await context.db.write(async (tx) => {
    const failingSince = await recordOutcome(tx, job, outcome, at);
    const gone = outcome.state === 'failed' && outcome.status === GONE;
    const tooLong = failingSince !== null && at - failingSince >= MAX_FAILING_MS;
    if (!gone && !tooLong) return;
    const why = gone ? 'the receiver answered 410 Gone' : 'nothing was received for five days';
    const { manager_id: managerId, url } = job.webhook;
    const payload = { host: new URL(url).hostname, gone, page: `/m/${managerId}/api/webhooks/${job.webhook.id}` };
    const mails = managerId === null ? [] : await tellOwners(tx, managerId, 'webhook_disabled', payload);
    await disableWebhook(tx, job.webhook.id, { why, mails }, system, now(context));
  });
  if (outcome.state !== 'delivered')
    context.log.warn(
      { webhook: job.webhook.id, delivery: job.delivery.id, attempts: job.delivery.attempts, reason: outcome.error },
      outcome.state === 'failed'
        ? 'a webhook delivery failed for good'
        : 'a webhook delivery failed; it is tried again',
    );
}
