import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { Mark } from './Mark.tsx';

interface Props {
  title: string;
  text: string;
  /** Where nothing else heads the page. */
  first?: boolean;
  /** What to do now. */
  children?: ReactNode;
}

/** A place without anything in it: says why, and what to do. */
export function Empty({ title, text, first = false, children }: Props) {
  const Heading = first ? 'h1' : 'h2';
  return (
    <section className={classes.empty}>
      <Mark size={40} />
      <Heading>{title}</Heading>
      <p className="soft">{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </section>
  );
}
