import { Badge, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WebhookDelivery } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import classes from './Webhook.module.css';
import { useAnswer, useKindName } from './words.ts';

const colors = { waiting: 'brass', delivered: 'green', failed: 'clay' } as const;

interface Props {
  deliveries: WebhookDelivery[];
  /** Sends one again; absent where that cannot be done. */
  onResend: ((id: string) => void) | undefined;
}

/** What was sent, how it went, and when it is tried again. */
export function DeliveryTable({ deliveries, onResend }: Props) {
  const { t } = useTranslation();
  return (
    <div className={card.card}>
      <table className={card.table} aria-label={t('webhook.deliveries')}>
        <thead>
          <tr>
            {['type', 'state', 'answer', 'attempts', 'created', 'next'].map((c) => (
              <th key={c} scope="col">
                {t(`webhook.columns.${c}`)}
              </th>
            ))}
            {onResend && <td />}
          </tr>
        </thead>
        <tbody>
          {deliveries.map((d) => (
            <Row key={d.id} delivery={d} onResend={onResend} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ delivery, onResend }: { delivery: WebhookDelivery } & Pick<Props, 'onResend'>) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormat();
  const answerOf = useAnswer();
  const nameOf = useKindName();
  const { id, type, state, attempts, created, next } = delivery;
  return (
    <tr>
      <td data-head>
        <strong>{nameOf(type)}</strong>
        <div className="soft small">{type}</div>
      </td>
      <td data-label={t('webhook.columns.state')}>
        <Badge variant="light" color={colors[state]} tt="none">
          {t(`webhook.states.${state}`)}
        </Badge>
      </td>
      <td data-label={t('webhook.columns.answer')} className={classes.answer}>
        {attempts === 0 ? <span className="soft">–</span> : <span dir="auto">{answerOf(delivery)}</span>}
      </td>
      <td data-label={t('webhook.columns.attempts')}>{number(attempts)}</td>
      <td data-label={t('webhook.columns.created')}>{dateTime(created)}</td>
      <td data-label={t('webhook.columns.next')}>{next ? dateTime(next) : <span className="soft">–</span>}</td>
      {onResend && (
        <td className={card.end}>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onResend(id)}
            aria-label={t('webhook.resendOf', { type: nameOf(type), when: dateTime(created) })}
          >
            {t('webhook.resend')}
          </Button>
        </td>
      )}
    </tr>
  );
}
