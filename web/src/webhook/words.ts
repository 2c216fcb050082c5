import { useTranslation } from 'react-i18next';
import type { Webhook, WebhookDelivery } from '../api/types.ts';
import { kinds } from '../event/kinds.ts';

/** What the server says of failures, and the texts that say the same. Other failures are told in its own words. */
const told: Record<string, string> = {
  'switched off': 'off',
  'the receiver answered 410 Gone': 'gone',
  'nothing was received for five days': 'silent',
  'the name was not found': 'unknown',
  'the name could not be looked up': 'lookup',
  'the connection was refused': 'refused',
  'the connection was cut': 'cut',
  'the host could not be reached': 'unreachable',
  'the network could not be reached': 'unreachable',
  'the connection took too long': 'slow',
  'there was no answer within 15 seconds': 'slow',
  'the webhook was disabled': 'stopped',
  'its secret was sealed with another SECRET_KEY: rotate it': 'key',
};

/** Puts into words why a webhook is disabled, or why a delivery failed. */
export function useWhy(): (why: string) => string {
  const { t } = useTranslation();
  return (why) => {
    const key = why.endsWith(' has no public address') ? 'private' : told[why];
    return key ? t(`webhook.why.${key}`) : why;
  };
}

/** What came back at the last attempt: a status, or why there is none. */
export function useAnswer(): (delivery: Pick<WebhookDelivery, 'status' | 'error'>) => string {
  const { t } = useTranslation();
  const why = useWhy();
  return ({ status, error }) =>
    status !== null ? t('webhook.answered', { status }) : error === null ? t('webhook.noAnswer') : why(error);
}

/** What a kind of event is called. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => {
    if (kind === 'webhook.test') return t('webhook.testKind');
    return (kinds as readonly string[]).includes(kind) ? t(`event.kinds.${kind.replace('.', '_')}`) : kind;
  };
}

/** Which events a webhook asks for, in a few words. */
export function useEventsText(): (events: Webhook['events']) => string {
  const { t } = useTranslation();
  const nameOf = useKindName();
  return (events) => {
    if (events.includes('*')) return t('webhook.allEvents');
    return events.length > 3 ? t('webhook.someEvents', { count: events.length }) : events.map(nameOf).join(', ');
  };
}
