import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { Mark } from './Mark.tsx';

interface Props {
  title: string;
  text: string;
  /** What to do now. */
  children?: ReactNode;
}

/** A place without anything in it: says why, and what to do. */
export function Empty({ title, text, children }: Props) {
  return (
    <section className={classes.empty}>
      <Mark size={40} />
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </section>
  );
}
