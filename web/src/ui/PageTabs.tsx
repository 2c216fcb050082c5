import { Link } from '@tanstack/react-router';
import { useFormat } from './format.ts';
import classes from './PageTabs.module.css';

interface Tab {
  to: string;
  label: string;
  /** How many wait for an answer there. */
  count?: number | undefined;
}

/** Pages that belong together. */
export function PageTabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const { number } = useFormat();
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to as '/'}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {tab.label}
          {tab.count ? <span className={classes.count}>{number(tab.count)}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
