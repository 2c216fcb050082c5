import { Badge, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { Fragment, memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { type Format, useFormat } from '../ui/format.ts';
import { IconChevronRight } from '../ui/icons.ts';
import { LastDay } from '../ui/LastDay.tsx';
import { Ring } from '../ui/Ring.tsx';
import { SortHead } from '../ui/SortHead.tsx';
import { useChangeSearch } from '../ui/search.ts';
import { nameOf } from './filters.ts';
import { HeldLicenses } from './HeldLicenses.tsx';
import { heldQuery } from './queries.ts';
import classes from './Student.module.css';
import type { Choice } from './selection.ts';

interface Props {
  students: StudentRow[];
  choice: Choice;
  /** The id of the person whose row is open. */
  open: string | undefined;
}

const columns = [
  ['progress', 'desc'],
  ['lastAccess', 'desc'],
  ['enrolled', 'desc'],
  ['expires', 'asc'],
] as const;

const wordsOf = (t: TFunction) => ({
  progress: t('student.columns.progress'),
  lastAccess: t('student.columns.lastAccess'),
  enrolled: t('student.columns.enrolled'),
  expires: t('student.columns.expires'),
  inactive: t('student.inactive'),
  never: t('student.never'),
});

/** One row per person; a row opens to what the person holds. */
export const StudentTable = memo(function StudentTable({ students, choice, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id: managerId, canChange } = useManager();
  const { has, set } = choice;
  const ids = students.map((s) => s.id);
  const all = ids.every(has);
  const words = useMemo(() => wordsOf(t), [t]);
  return (
    <div className={`${card.card} ${classes.list}`}>
      <table className={card.table}>
        <thead>
          <tr>
            {canChange && (
              <td className={card.tight}>
                <Checkbox
                  size="xs"
                  aria-label={t('student.chooseAll')}
                  checked={all}
                  indeterminate={!all && ids.some(has)}
                  onChange={() => set(ids, !all)}
                />
              </td>
            )}
            <SortHead by="name" standard="name">
              {t('student.columns.name')}
            </SortHead>
            {columns.map(([by, first]) => (
              <SortHead key={by} by={by} standard="name" first={first}>
                {t(`student.columns.${by}`)}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {students.map((s) => (
            <Fragment key={s.id}>
              <Row
                student={s}
                managerId={managerId}
                t={t}
                words={words}
                format={format}
                canChange={canChange}
                chosen={has(s.id)}
                open={open === String(s.id)}
                onChoose={set}
              />
              {open === String(s.id) && (
                <tr className={classes.detail}>
                  <td colSpan={canChange ? 6 : 5}>
                    <HeldLicenses student={s} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
});

interface RowProps {
  student: StudentRow;
  managerId: number;
  /** Words and dates, from the table: to ask for them in every row takes longer than the row. */
  t: TFunction;
  words: ReturnType<typeof wordsOf>;
  format: Format;
  canChange: boolean;
  chosen: boolean;
  open: boolean;
  onChoose: Choice['set'];
}

const Row = memo(function Row({ student, managerId, t, words, format, canChange, chosen, open, onChoose }: RowProps) {
  const { date, relative } = format;
  const name = nameOf(student);
  const client = useQueryClient();
  const change = useChangeSearch();
  return (
    <tr
      onPointerEnter={() => void client.prefetchQuery(heldQuery(managerId, student.id))}
      data-open={open}
      className={classes.row}
      onClick={(e) => {
        if (!(e.target as HTMLElement).closest('button, input, a, label'))
          change({ open: open ? undefined : String(student.id) });
      }}
    >
      {canChange && (
        <td className={card.tight}>
          <label className={classes.pick}>
            <input
              type="checkbox"
              aria-label={t('student.choose', { name })}
              checked={chosen}
              onChange={() => onChoose([student.id], !chosen)}
            />
          </label>
        </td>
      )}
      <td data-head>
        <button
          type="button"
          className={classes.name}
          aria-expanded={open}
          onClick={() => change({ open: open ? undefined : String(student.id) })}
        >
          <IconChevronRight size={16} stroke={1.8} className={classes.chevron} />
          <span className={classes.words}>
            <span className={classes.fullName}>
              <bdi>{name}</bdi>
              {!student.active && (
                <Badge size="xs" variant="light" color="gray" ml={6}>
                  {words.inactive}
                </Badge>
              )}
            </span>
            {name !== student.email && <bdi className="soft small clip">{student.email}</bdi>}
          </span>
        </button>
      </td>
      <td data-label={words.progress}>
        <Ring percent={student.progress} label={t('common.progress', { percent: student.progress })} />
      </td>
      <td data-label={words.lastAccess} className="nowrap">
        {student.lastAccess ? relative(student.lastAccess) : <span className="soft">{words.never}</span>}
      </td>
      <td data-label={words.enrolled} className="nowrap">
        {date(student.enrolled)}
      </td>
      <td data-label={words.expires} className="nowrap">
        <LastDay end={student.expires} />
      </td>
    </tr>
  );
});
