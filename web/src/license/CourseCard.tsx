import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryCourse, LibraryPool, Seats } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { HoldersLink } from '../student/HoldersLink.tsx';
import { Cover } from '../ui/Cover.tsx';
import { useFormat } from '../ui/format.ts';
import { useChangeSearch } from '../ui/search.ts';
import classes from './CourseCard.module.css';
import { PoolTable } from './PoolTable.tsx';
import { SeatBar } from './SeatBar.tsx';

/** A course: what is left of it, the way to assign, and its pools. */
export function CourseCard({ course }: { course: LibraryCourse }) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  const change = useChangeSearch();
  const { running = [], future = [], ended = [] } = Object.groupBy(course.pools, (p) => p.state);
  const live = [...running, ...future];
  const [showEnded, setShowEnded] = useState(live.length === 0);
  const pools = showEnded ? [...live, ...ended] : live;
  return (
    <li className={classes.card}>
      <div className={classes.top}>
        <Cover title={course.title} className={classes.cover} />
        <div className={classes.words}>
          <h2>
            <bdi>{course.title}</bdi>
          </h2>
          {course.transferable && <KindLine kind="transferable" course={course} seats={course.transferable} />}
          {course.untransferable && <KindLine kind="untransferable" course={course} seats={course.untransferable} />}
          {future.length > 0 && <Coming pools={future} />}
          {live.length === 0 && <p className="soft small">{t('license.allEnded')}</p>}
        </div>
        {canChange && (
          <Button
            className={classes.assign}
            variant="light"
            disabled={running.length === 0}
            aria-label={t('assign.openFor', { course: course.title })}
            onClick={() => change({ dialog: 'assign', course: course.id }, { push: true })}
          >
            {t('assign.open')}
          </Button>
        )}
      </div>
      {pools.length > 0 && <PoolTable course={course} pools={pools} />}
      {live.length > 0 && ended.length > 0 && (
        <Button
          className={classes.more}
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={showEnded}
          onClick={() => setShowEnded(!showEnded)}
        >
          {t(showEnded ? 'license.hideEnded' : 'license.showEnded', { count: ended.length })}
        </Button>
      )}
    </li>
  );
}

/** What there will be: its seats count once they can be given. */
function Coming({ pools }: { pools: LibraryPool[] }) {
  const { t } = useTranslation();
  const { date, number } = useFormat();
  const byStart = pools.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const days = [...Map.groupBy(byStart, (p) => date(p.start))];
  return (
    <ul className={`${classes.coming} soft`}>
      {days.map(([start, own]) => {
        const count = own.reduce((sum, p) => sum + p.licenses, 0);
        return <li key={start}>{t('license.coming', { count, number: number(count), start })}</li>;
      })}
    </ul>
  );
}

interface KindProps {
  kind: 'transferable' | 'untransferable';
  course: LibraryCourse;
  seats: Seats;
}

function KindLine({ kind, course, seats }: KindProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <div className={classes.kind}>
      <p className="num">
        <span className={classes.label}>{t(`pool.${kind}`)}</span>{' '}
        <strong>{t('license.available', { count: seats.available, number: number(seats.available) })}</strong>{' '}
        <HoldersLink of={{ courseId: course.id }} label={t('license.holdersOf', { course: course.title })}>
          {t('license.assigned', { count: seats.assigned, number: number(seats.assigned) })}
        </HoldersLink>
      </p>
      <SeatBar seats={seats} transferable={kind === 'transferable'} />
    </div>
  );
}
