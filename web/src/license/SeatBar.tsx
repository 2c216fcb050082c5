import type { Seats } from '../api/types.ts';
import classes from './SeatBar.module.css';

/** How full: the words beside it say the numbers, so the bar is only for the eye. */
export function SeatBar({ seats, transferable }: { seats: Seats; transferable: boolean }) {
  const share = seats.licenses ? Math.min(100, (seats.assigned / seats.licenses) * 100) : 0;
  return (
    <div className={classes.bar} data-transferable={transferable} aria-hidden="true">
      <div className={classes.fill} style={{ width: `${share}%` }} />
    </div>
  );
}
