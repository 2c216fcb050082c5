import { PagePending } from './PagePending.tsx';
import classes from './Shell.module.css';

/** The frame without its entries, while it is not known who is there: nothing moves when they come. */
export function FramePending() {
  return (
    <div className={classes.frame}>
      <div className={classes.side} />
      <main className={classes.main}>
        <PagePending />
      </main>
    </div>
  );
}
