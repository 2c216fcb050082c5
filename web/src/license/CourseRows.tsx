import { Button, Checkbox } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListPreview } from '../api/types.ts';
import { IconPlus } from '../ui/icons.ts';
import { useErrorText, useRefusalText } from '../ui/problem.ts';
import classes from './Assign.module.css';
import { CourseAndPool, ForGood } from './CourseAndPool.tsx';
import { type CourseRow, type Faults, isTaking, type Part, rowOf } from './choice.ts';
import { LosingList } from './LosingList.tsx';
import { PolicyField } from './PolicyField.tsx';
import type { CourseChoice } from './poolChoices.ts';

export type Preview = Pick<UseQueryResult<ListPreview>, 'data' | 'error'> | undefined;

interface Props {
  courses: CourseChoice[];
  parts: Part[];
  /** What taking back comes to, by row. */
  previews: ReadonlyMap<number, Preview>;
  faults: Faults | null;
  /** What the server said of the only row. */
  refused: string | undefined;
  onRows: (rows: CourseRow[]) => void;
}

/** Where a row was added or removed, the focus goes to the course of the last one. */
function useFocusOnLast(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (before.current !== count) list.current?.querySelector<HTMLElement>('fieldset:last-of-type input')?.focus();
    before.current = count;
  }, [count]);
  return list;
}

/** One course, or several for the same person. */
export function CourseRows({ courses, parts, previews, faults, refused, onRows }: Props) {
  const { t } = useTranslation();
  const rows = parts.map(({ row }) => row);
  const free = courses.filter((c) => !rows.some((row) => row.courseId === c.id));
  const change = (key: number, patch: Partial<CourseRow>) =>
    onRows(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  const more = () => onRows([...rows, rowOf(Math.max(...rows.map(({ key }) => key)) + 1)]);
  const list = useFocusOnLast(rows.length);
  return (
    <div ref={list}>
      {parts.map((part, index) => (
        <Row
          key={part.row.key}
          part={part}
          courses={courses.filter((c) => c.id === part.row.courseId || free.includes(c))}
          position={rows.length > 1 ? index + 1 : null}
          preview={previews.get(part.row.key)}
          faults={faults}
          refused={refused}
          onChange={(patch) => change(part.row.key, patch)}
          onRemove={() => onRows(rows.filter(({ key }) => key !== part.row.key))}
        />
      ))}
      {free.length > 0 && parts.every(({ course }) => course) && (
        <Button mt="xs" size="compact-sm" variant="subtle" leftSection={<IconPlus size={15} />} onClick={more}>
          {t('assign.another')}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  part: Part;
  courses: CourseChoice[];
  /** Which of several; null: the only one. */
  position: number | null;
  preview: Preview;
  faults: Faults | null;
  refused: string | undefined;
  onChange: (patch: Partial<CourseRow>) => void;
  onRemove: () => void;
}

function Row({ part, courses, position, preview, faults, refused, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { row, course, pool } = part;
  const [noCourse, noPool] = [faults?.courses.get(row.key), faults?.pools.get(row.key)];
  const foreseen = useForeseen(part, preview) ?? refused;
  return (
    <fieldset className={classes.row} aria-label={course?.title}>
      <CourseAndPool
        courses={courses}
        value={row}
        position={position}
        onChange={(chosen) => onChange({ ...chosen, taking: false, waiting: false })}
        courseError={noCourse && t(noCourse)}
        poolError={noPool ? t(noPool) : foreseen}
      />
      {pool && !pool.transferable && <ForGood pool={pool} />}
      {pool?.transferable && pool.available === 0 && <WhenFull part={part} preview={preview} onChange={onChange} />}
      {pool?.available === 0 && (
        <Checkbox
          mt="sm"
          label={t('assign.wait')}
          description={t('assign.waitHint')}
          checked={row.waiting}
          onChange={(e) => onChange({ waiting: e.currentTarget.checked })}
        />
      )}
      {position && (
        <Button mt="xs" size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
          {course ? t('assign.without', { course: course.title }) : t('assign.withoutIt', { position })}
        </Button>
      )}
    </fieldset>
  );
}

/** Why nothing can be taken back, as it was foreseen. */
function useForeseen(part: Part, preview: Preview): string | undefined {
  const text = useErrorText();
  const refusal = useRefusalText();
  if (!isTaking(part)) return undefined;
  const [first] = preview?.data?.rows ?? [];
  if (first?.outcome === 'refused') return refusal(first);
  return preview?.error ? text(preview.error) : undefined;
}

type WhenFullProps = Pick<RowProps, 'part' | 'preview' | 'onChange'>;

/** What can be done about a pool that is used up: who would lose a license is told before it happens. */
function WhenFull({ part, preview, onChange }: WhenFullProps) {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox
        mt="sm"
        label={t('assign.recycle')}
        description={t('assign.recycleHint')}
        checked={part.row.taking}
        onChange={(e) => onChange({ taking: e.currentTarget.checked })}
      />
      {part.row.taking && <PolicyField size="xs" value={part.row.policy} onChange={(policy) => onChange({ policy })} />}
      <div role="status">
        {isTaking(part) && !preview && <p className="soft small">{t('assign.personFirst')}</p>}
        {isTaking(part) && preview?.data && preview.data.losing.length > 0 && (
          <LosingList losing={preview.data.losing} />
        )}
      </div>
    </>
  );
}
