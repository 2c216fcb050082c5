import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Losing } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import classes from './Bulk.module.css';

const SHOWN = 200;

/** Who loses a license, or lost one, with what they made of it. */
export function LosingList({ losing, done = false }: { losing: Losing[]; done?: boolean }) {
  const { t } = useTranslation();
  const { number, relative } = useFormat();
  const words = { count: losing.length, number: number(losing.length) };
  return (
    <Alert mt="md" color="clay" title={done ? t('bulk.lost', words) : t('bulk.losing', words)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ul className={classes.losing} tabIndex={0}>
        {losing.slice(0, SHOWN).map(({ student, licenseId, progress, lastAccess }) => (
          <li key={licenseId}>
            <bdi>{student.name}</bdi> <bdi className="soft">{student.email}</bdi>{' '}
            <span className="small">
              {t('bulk.progressOf', { percent: number(progress) })},{' '}
              {lastAccess ? t('bulk.opened', { when: relative(lastAccess) }) : t('bulk.neverOpened')}
            </span>
          </li>
        ))}
      </ul>
      {losing.length > SHOWN && <p>{t('bulk.andMore', { number: number(losing.length - SHOWN) })}</p>}
    </Alert>
  );
}
