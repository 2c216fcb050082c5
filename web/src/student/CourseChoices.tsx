import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HeldLicense } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import classes from './Student.module.css';

interface Props {
  licenses: HeldLicense[];
  /** Titles of courses that are left out. */
  spared: string[];
  onSpare: (spared: string[]) => void;
}

/** Licenses of many by course, each course to be left out. */
export function CourseChoices({ licenses, spared, onSpare }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const byCourse = Object.entries(Object.groupBy(licenses, (l) => l.title)) as [string, HeldLicense[]][];
  return (
    <ul className={classes.choices}>
      {byCourse.map(([course, list]) => (
        <li key={course}>
          <Checkbox
            label={t('student.revokeCourse', { course, count: list.length, number: number(list.length) })}
            checked={!spared.includes(course)}
            onChange={(e) =>
              onSpare(e.currentTarget.checked ? spared.filter((s) => s !== course) : [...spared, course])
            }
          />
        </li>
      ))}
    </ul>
  );
}
