import type { Fault } from 'carrel-client';
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
  outcome: 'assign' | 'assigned' | 'refused';
  code: string | null;
  detail: string | null;
  errors?: Fault[];
}

/** Rows of a list with what becomes of each, and why. */
export function BulkTable({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('bulk.rows')}>
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">{t('bulk.row')}</th>
            <th scope="col">{t('form.email')}</th>
            <th scope="col">{t('form.name')}</th>
            <th scope="col">{t('assign.endDate')}</th>
            <th scope="col">{t('bulk.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 1000).map((r) => (
            <tr key={r.row}>
              <td data-label={t('bulk.row')} className="soft">
                {r.row}
              </td>
              <td data-label={t('form.email')} className={classes.email}>
                {r.email}
              </td>
              <td data-label={t('form.name')}>{r.name ?? '–'}</td>
              <td data-label={t('assign.endDate')} className="nowrap">
                {r.endDate && !Number.isNaN(Date.parse(r.endDate)) ? date(r.endDate) : (r.endDate ?? '–')}
              </td>
              <td data-label={t('bulk.outcome')}>
                <Outcome row={r} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
      <span>{why(row)}</span>
    </span>
  );
}
