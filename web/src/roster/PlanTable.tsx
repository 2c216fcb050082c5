import { useTranslation } from 'react-i18next';
import type { RosterRow } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { useRefusalText } from '../ui/problem.ts';
import classes from './Roster.module.css';
import { useCourseName } from './useCourseName.ts';

/** The rows of a plan: what becomes of whom, and why. */
export function PlanTable({ rows }: { rows: RosterRow[] }) {
  const { t } = useTranslation();
  return (
    <div className={card.card}>
      <table className={card.table} aria-label={t('roster.rows')}>
        <thead>
          <tr>
            {['action', 'person', 'course', 'end', 'why', 'line'].map((c) => (
              <th key={c} scope="col">
                {t(`roster.heads.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a plan stay as they are
            <Row key={at} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: RosterRow }) {
  const { t } = useTranslation();
  const { lastDay, number } = useFormat();
  const refusal = useRefusalText();
  const courseOf = useCourseName();
  const { action, student, end, code, poolId, line } = row;
  const why = code ? refusal(row) : t(`roster.why.${action}`, { pool: poolId });
  return (
    <tr>
      <td data-head>
        <span className={classes.action} data-action={action}>
          <span className={classes.swatch} data-action={action} />
          {t(`roster.actions.${action}`)}
        </span>
      </td>
      <td data-label={t('roster.heads.person')} data-wide className={classes.person}>
        {student.name && (
          <div>
            <bdi>{student.name}</bdi>
          </div>
        )}
        <bdi className={student.name ? 'soft small' : undefined}>{student.email || '–'}</bdi>
      </td>
      <td data-label={t('roster.heads.course')} className={classes.course}>
        <bdi>{courseOf(row)}</bdi>
      </td>
      <td data-label={t('roster.heads.end')} className="nowrap">
        {end ? lastDay(end) : <span className="soft">–</span>}
      </td>
      <td data-label={t('roster.heads.why')} data-wide className={classes.why}>
        <span dir="auto">{why}</span>
      </td>
      <td data-label={t('roster.heads.line')}>{line === null ? <span className="soft">–</span> : number(line)}</td>
    </tr>
  );
}
