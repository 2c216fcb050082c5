import { CatchBoundary, Outlet } from '@tanstack/react-router';
import { Activity, Suspense, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { warming } from './warm.ts';

/** A page of a license manager, and the drawing ahead of those that may come next. */
export function ManagerPlace() {
  return (
    <>
      <Outlet />
      <Ahead />
    </>
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
