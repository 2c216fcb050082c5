import { type ReactNode, useEffect } from 'react';
import { Mark } from '../ui/Mark.tsx';
import classes from './Door.module.css';
import { DoorFoot } from './DoorFoot.tsx';

/** The frame of the pages before the sign-in: the mark, one sheet, and the language below. */
export function Door({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Carrel`;
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.brand}>
          <Mark size={40} />
          <span>Carrel</span>
        </div>
        <div className={classes.sheet}>
          <h1>{title}</h1>
          {lead && <p className="soft">{lead}</p>}
          {children}
        </div>
        {below && <div className={classes.below}>{below}</div>}
      </main>
      <DoorFoot />
    </div>
  );
}
