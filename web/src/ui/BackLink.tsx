import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './BackLink.module.css';
import { IconArrowBackUp } from './icons.ts';

/** Leads from a page to the one above it, over its heading. `to` is a path of the web app. */
export const BackLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <p className={classes.back}>
    <Link to={to as '/'}>
      <IconArrowBackUp size={16} stroke={1.7} /> {children}
    </Link>
  </p>
);
