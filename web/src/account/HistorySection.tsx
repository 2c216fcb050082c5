import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import classes from './Account.module.css';
import { listSecurityEvents } from './auth.ts';
import { Section } from './Section.tsx';

/** What happened to the account lately. */
export function HistorySection() {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { data = [] } = useQuery({ queryKey: ['security-events'], queryFn: listSecurityEvents });
  return (
    <Section title={t('account.history')} text={t('account.historyHint')}>
      <ul className={classes.sessions} aria-label={t('account.history')}>
        {data.map(({ id, at, kind, browser }) => (
          <li key={id}>
            <span>
              {t(`account.events.${kind}`, { defaultValue: kind })}
              <br />
              <span className="soft small">
                {browser} · <time dateTime={at}>{dateTime(at)}</time>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
