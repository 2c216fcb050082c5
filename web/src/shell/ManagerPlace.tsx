import { Button } from '@mantine/core';
import { CatchBoundary, Link, Outlet, useParams } from '@tanstack/react-router';
import { Activity, Suspense, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useSession } from '../account/session.ts';
import { Empty } from '../ui/Empty.tsx';
import { warming } from './warm.ts';

/** A page of a license manager, and the drawing ahead of those that may come next. */
export function ManagerPlace() {
  const { managerId } = useParams({ strict: false }) as { managerId: string };
  const { managers } = useSession();
  if (!managers.some((m) => String(m.id) === managerId)) return <Removed />;
  return (
    <>
      <Outlet />
      <Ahead />
    </>
  );
}

/** The visitor works here no more. */
function Removed() {
  const { t } = useTranslation();
  return (
    <Empty first title={t('place.removedTitle')} text={t('place.removedText')}>
      <Button component={Link} to={'/' as '/'}>
        {t('common.home')}
      </Button>
    </Empty>
  );
}

const nowhere = document.createElement('div');
const keyOfErrors = () => 'ahead';
const nothing = () => null;

/** Draws pages where nobody sees them, and only while the browser has nothing else to do. */
function Ahead() {
  const pages = useSyncExternalStore(warming.subscribe, warming.get);
  const hidden = pages.map((Page, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they only come at the end, and one may come twice
    <Activity key={i} mode="hidden">
      <Suspense>
        <Page />
      </Suspense>
    </Activity>
  ));
  return createPortal(
    <CatchBoundary getResetKey={keyOfErrors} errorComponent={nothing}>
      {hidden}
    </CatchBoundary>,
    nowhere,
  );
}
