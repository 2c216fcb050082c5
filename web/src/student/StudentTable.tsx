import { Badge, Checkbox, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { IconChevronRight } from '../ui/icons.ts';
import { Ring } from '../ui/Ring.tsx';
import { SortHead } from '../ui/SortHead.tsx';
import { usePageSearch } from '../ui/search.ts';
import { HeldLicenses } from './HeldLicenses.tsx';
import { heldQuery } from './queries.ts';
import classes from './Student.module.css';

interface Props {
  students: StudentRow[];
  chosen: number[];
  onChoose: (ids: number[]) => void;
}

const columns = [
  ['progress', 'desc'],
  ['lastAccess', 'desc'],
  ['enrolled', 'desc'],
  ['expires', 'asc'],
] as const;

/** One row per person; a row opens to what the person holds. */
export function StudentTable({ students, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  const [search] = usePageSearch();
  const all = students.every((s) => chosen.includes(s.id));
  const ids = students.map((s) => s.id);
  const toggle = (id: number) => onChoose(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
  const toggleAll = () => onChoose(all ? chosen.filter((c) => !ids.includes(c)) : [...new Set([...chosen, ...ids])]);
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
                  indeterminate={!all && ids.some((id) => chosen.includes(id))}
                  onChange={toggleAll}
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
                chosen={chosen.includes(s.id)}
                onToggle={() => toggle(s.id)}
                open={search.open === String(s.id)}
              />
              {search.open === String(s.id) && (
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
}

function Row({
  student,
  chosen,
  onToggle,
  open,
}: {
  student: StudentRow;
  chosen: boolean;
  onToggle: () => void;
  open: boolean;
}) {
  const { t } = useTranslation();
  const { date, relative } = useFormat();
  const { id, canChange } = useManager();
  const client = useQueryClient();
  const [, change] = usePageSearch();
  return (
    <tr
      onPointerEnter={() => void client.prefetchQuery(heldQuery(id, student.id))}
      data-open={open}
      className={classes.row}
      onClick={(e) => {
        if (!(e.target as HTMLElement).closest('button, input, a, label'))
          change({ open: open ? undefined : String(student.id) });
      }}
    >
      {canChange && (
        <td className={card.tight}>
          <Checkbox
            size="xs"
            aria-label={t('student.choose', { name: student.name })}
            checked={chosen}
            onChange={onToggle}
          />
        </td>
      )}
      <td data-head>
        <UnstyledButton
          className={classes.name}
          aria-expanded={open}
          onClick={() => change({ open: open ? undefined : String(student.id) })}
        >
          <IconChevronRight size={16} stroke={1.8} className={classes.chevron} />
          <span className={classes.words}>
            <span className={classes.fullName}>
              {student.name}
              {!student.active && (
                <Badge size="xs" variant="light" color="gray" ml={6}>
                  {t('student.inactive')}
                </Badge>
              )}
            </span>
            <span className="soft small clip">{student.email}</span>
          </span>
        </UnstyledButton>
      </td>
      <td data-label={t('student.columns.progress')}>
        <Ring percent={student.progress} />
      </td>
      <td data-label={t('student.columns.lastAccess')} className="nowrap">
        {student.lastAccess ? relative(student.lastAccess) : <span className="soft">{t('student.never')}</span>}
      </td>
      <td data-label={t('student.columns.enrolled')} className="nowrap">
        {date(student.enrolled)}
      </td>
      <td data-label={t('student.columns.expires')} className="nowrap">
        {date(student.expires)}
      </td>
    </tr>
  );
}
