import type { ReactNode } from 'react';
import classes from './Toolbar.module.css';

/** Search and filters above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={classes.bar} role="search">{children}</div>;
}
