import { Cover } from '../ui/Cover.tsx';
import classes from './Assign.module.css';
import { usePoolName } from './CourseAndPool.tsx';
import type { PoolChoice } from './poolChoices.ts';

/** What a list gives: the course, and the pool that it comes from. */
export function PlanHead({ pool }: { pool: PoolChoice }) {
  const named = usePoolName();
  return (
    <p className={classes.plan}>
      <Cover title={pool.title} className={classes.cover} />
      <span className={classes.words}>
        <strong>
          <bdi>{pool.title}</bdi>
        </strong>
        <span className="soft small num">{named(pool)}</span>
      </span>
    </p>
  );
}
