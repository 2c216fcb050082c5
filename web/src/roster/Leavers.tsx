import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { planQuery } from './queries.ts';
import classes from './Roster.module.css';
import { useCourseName } from './useCourseName.ts';

const SHOWN = 200;

/** Who loses a license, told before anything else. */
export function Leavers({ id, count }: { id: string; count: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const courseOf = useCourseName();
  const { data } = useQuery(planQuery(manager.id, id, { page: 1, pageSize: SHOWN, action: 'revoke' }));
  return (
    <Alert mb="lg" color="clay" role="group" title={t('roster.leavers', { count, number: number(count) })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ul className={classes.leavers} tabIndex={0} aria-label={t('roster.leaversList')}>
        {data?.rows.map((row) => (
          <li key={row.licenseId}>
            <bdi>{row.student.name}</bdi> <bdi className="soft">{row.student.email}</bdi>{' '}
            <bdi className="small">{courseOf(row)}</bdi>
          </li>
        ))}
      </ul>
      {count > SHOWN && <p>{t('bulk.andMore', { number: number(count - SHOWN) })}</p>}
    </Alert>
  );
}
