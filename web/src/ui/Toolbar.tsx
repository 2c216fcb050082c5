import type { ReactNode } from 'react';
import classes from './Toolbar.module.css';

/** Search and filters above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <search className={classes.bar}>{children}</search>;
}
