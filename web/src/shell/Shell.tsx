import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionGuard } from '../account/SessionGuard.tsx';
import { useSession } from '../account/session.ts';
import { AccountButton } from './AccountButton.tsx';
import { BrandFoot } from './BrandMark.tsx';
import { lazyPart } from './lazy.ts';
import { placesOf, usePlace } from './links.ts';
import { BottomNav, SideNav } from './Nav.tsx';
import { OfflineNote } from './OfflineNote.tsx';
import { PagePending } from './PagePending.tsx';
import { PlaceButton, PlaceTitle } from './PlaceButton.tsx';
import placeClasses from './PlaceMenu.module.css';
import classes from './Shell.module.css';

// The menus open at a press: what is pressed is there before them.
const AccountMenu = lazyPart(() => import('./later.ts'), 'AccountMenu');
const PlaceMenu = lazyPart(() => import('./later.ts'), 'PlaceMenu');

/** The frame of every page behind the sign-in: places and pages at the side, on a phone at the bottom. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const places = placesOf(session);
  const place = usePlace(places);
  const router = useRouter();
  const ended = session.user === null;
  useEffect(() => {
    if (ended) void router.invalidate(); // the route then leads to the sign-in
  }, [ended, router]);
  if (!session.user || !place) return null;
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        {t('nav.skip')}
      </a>
      <nav className={classes.side} aria-label={t('nav.pages')}>
        {places.length < 2 ? (
          <div className={placeClasses.place}>
            <PlaceTitle place={place} />
          </div>
        ) : (
          <Suspense fallback={<PlaceButton place={place} disabled />}>
            <PlaceMenu places={places} current={place} />
          </Suspense>
        )}
        <SideNav entries={place.entries} />
        <Suspense fallback={<AccountButton user={session.user} disabled />}>
          <AccountMenu user={session.user} mailbox={session.mailbox} />
        </Suspense>
      </nav>
      <main id="main" tabIndex={-1} className={classes.main}>
        <OfflineNote />
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
        <BrandFoot />
      </main>
      <BottomNav entries={place.entries} />
      <SessionGuard />
    </div>
  );
}
