import { Button } from '@mantine/core';
import type { Fault } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { IconCircleCheck, IconCircleX } from '../ui/icons.ts';
import { useRefusalText } from '../ui/problem.ts';
import classes from './Bulk.module.css';

interface Row {
  row: number;
  email: string;
  name?: string | null;
  endDate?: string | null;
  /** When the license ends; null where there is none. */
  end: string | null;
  outcome: 'assign' | 'assigned' | 'refused';
  code: string | null;
  detail: string | null;
  errors?: Fault[];
}

const AT_ONCE = 500;

/** Rows of a list with what becomes of each, and why. */
export function BulkTable({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const { lastDay, number } = useFormat();
  const [most, setMost] = useState(AT_ONCE);
  const more = rows.length - most;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('bulk.rows')}>
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">{t('bulk.line')}</th>
            <th scope="col">{t('form.email')}</th>
            <th scope="col">{t('form.name')}</th>
            <th scope="col">{t('bulk.ends')}</th>
            <th scope="col">{t('bulk.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((r, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two people may stand on one line
            <tr key={at}>
              <td data-label={t('bulk.line')} className="soft">
                {number(r.row)}
              </td>
              <td data-label={t('form.email')} className={classes.email}>
                <bdi>{r.email}</bdi>
              </td>
              <td data-label={t('form.name')}>{r.name ? <bdi>{r.name}</bdi> : '–'}</td>
              <td data-label={t('bulk.ends')} className="nowrap">
                {r.end ? lastDay(r.end) : <bdi>{r.endDate ?? '–'}</bdi>}
              </td>
              <td data-label={t('bulk.outcome')}>
                <Outcome row={r} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p className={classes.more}>
          <Button size="xs" variant="default" onClick={() => setMost(most + AT_ONCE)}>
            {t('bulk.more', { count: more, number: number(more) })}
          </Button>
        </p>
      )}
    </section>
  );
}

function Outcome({ row }: { row: Row }) {
  const { t } = useTranslation();
  const why = useRefusalText();
  if (row.outcome !== 'refused')
    return (
      <span className={classes.good}>
        <IconCircleCheck size={17} stroke={1.8} />
        {t(`bulk.outcomes.${row.outcome}`)}
      </span>
    );
  return (
    <span className={classes.bad}>
      <IconCircleX size={17} stroke={1.8} />
      <span dir="auto">{why(row)}</span>
    </span>
  );
}
