import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from './lazy.ts';
import type { NavEntry } from './links.ts';
import classes from './Nav.module.css';
import { usePreload } from './preload.ts';

const MorePages = lazyPart(() => import('./later.ts'), 'MorePages');

/** The pages of a place, beside the content. */
export function SideNav({ entries }: { entries: NavEntry[] }) {
  const { t } = useTranslation();
  usePreload(entries);
  return (
    <div className={classes.side}>
      {entries.map(({ to, label, Icon }) => (
        <Link key={to} to={to as '/'} className={classes.link} activeOptions={{ includeSearch: false }}>
          <Icon size={19} stroke={1.6} />
          {t(label)}
        </Link>
      ))}
    </div>
  );
}

/** The same at the bottom of a phone; what does not fit is behind "More". */
export function BottomNav({ entries }: { entries: NavEntry[] }) {
  const { t } = useTranslation();
  if (entries.length < 2) return null;
  const shown = entries.length > 5 ? entries.slice(0, 4) : entries;
  return (
    <nav className={classes.bottom} aria-label={t('nav.pagesPhone')}>
      {shown.map(({ to, label, Icon }) => (
        <Link key={to} to={to as '/'} className={classes.tab} activeOptions={{ includeSearch: false }}>
          <Icon size={21} stroke={1.6} />
          <span>{t(label)}</span>
        </Link>
      ))}
      {shown.length < entries.length && (
        <Suspense fallback={<span className={classes.tab} />}>
          <MorePages entries={entries.slice(shown.length)} />
        </Suspense>
      )}
    </nav>
  );
}
