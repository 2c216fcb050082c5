import type { Static } from 'typebox';
import { type Fault, invalid } from '../errors.ts';
import { isEventKind } from '../event/catalogue.ts';
import { parseTime } from '../rules/time.ts';
import { type AllowedHosts, parseWebhookUrl } from './address.ts';
import type { CreateWebhookBody, EditWebhookBody, ReplayBody } from './schema.ts';
import type { WebhookChange, WebhookTerms } from './webhook.ts';

/** The URL as it is kept, in its one spelling, and what is wrong with it. */
function readUrl(text: string, allowed: AllowedHosts): { url: string; faults: Fault[] } {
  const parsed = parseWebhookUrl(text, allowed);
  if ('wrong' in parsed)
    return { url: text, faults: [{ pointer: '/url', detail: parsed.wrong, reason: parsed.reason }] };
  return { url: parsed.url.href, faults: [] };
}

function kindFaults(kinds: readonly string[]): Fault[] {
  if (kinds.includes('*'))
    return kinds.length > 1 ? [{ pointer: '/events', detail: 'must be ["*"] alone, or kinds of events' }] : [];
  return kinds.flatMap((kind, i) =>
    isEventKind(kind) ? [] : [{ pointer: `/events/${i}`, detail: 'is not a kind of event; docs/webhooks.md has them' }],
  );
}

const unlessFaulty = (faults: Fault[]): void => {
  if (faults.length > 0) throw invalid(...faults);
};

/** What a new webhook is asked to be. Throws `invalid_request`. */
export function readNewWebhook(body: Static<typeof CreateWebhookBody>, allowed: AllowedHosts): WebhookTerms {
  const { url, faults } = readUrl(body.url, allowed);
  unlessFaulty([...faults, ...kindFaults(body.events)]);
  const { events: kinds, description, format } = body;
  return { url, kinds: [...new Set(kinds)], description: description ?? '', format: format ?? 'standard' };
}

/** What is asked to change. Throws `invalid_request`. */
export function readWebhookChange(body: Static<typeof EditWebhookBody>, allowed: AllowedHosts): WebhookChange {
  const { events, description, format, state } = body;
  const address = body.url == null ? null : readUrl(body.url, allowed);
  unlessFaulty([...(address?.faults ?? []), ...(events == null ? [] : kindFaults(events))]);
  return {
    ...(address === null ? {} : { url: address.url }),
    ...(events == null ? {} : { kinds: [...new Set(events)] }),
    ...(description == null ? {} : { description }),
    ...(format == null ? {} : { format }),
    ...(state == null ? {} : { state }),
  };
}

/** The time that is asked for, in seconds. Throws `invalid_request`. */
export function readReplay({ since, until }: Static<typeof ReplayBody>, now: number): { since: number; until: number } {
  const from = parseTime(since);
  const to = until == null ? now + 1 : parseTime(until);
  const detail = 'must be a date-time with an offset';
  if (from === null) throw invalid({ pointer: '/since', detail });
  if (to === null) throw invalid({ pointer: '/until', detail });
  return { since: from, until: to };
}
