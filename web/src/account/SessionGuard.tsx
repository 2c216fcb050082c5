import { useRouter } from '@tanstack/react-router';
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { listenToTabs, presenceStore } from '../api/presence.ts';
import { lazyPart } from '../shell/lazy.ts';
import { forgetPerson, refreshSession } from './session.ts';

/** A session is said to end so long before it does. */
const WARNED_MS = 3 * 60_000;
const LOOK_EVERY_MS = 5000;

const SessionEnding = lazyPart(() => import('./SessionDialogs.tsx'), 'SessionEnding');
const SignInAgain = lazyPart(() => import('./SessionDialogs.tsx'), 'SignInAgain');

/** The time left, looked at every few seconds; null while it is not known. */
function useTimeLeft(endsAt: number | null): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const look = () => setNow(Date.now());
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return endsAt === null ? null : endsAt - Math.max(now, 0);
}

/** Does what the other tabs of the browser do: sign out, and come back. */
function useOtherTabs(): void {
  const router = useRouter();
  useEffect(
    () =>
      listenToTabs((news) => {
        if (news === 'signed-in') return void refreshSession().catch(() => undefined); // the next call tells
        forgetPerson();
        void router.navigate({ to: '/sign-in' as '/', search: { reason: 'signed_out' } as never });
      }),
    [router],
  );
}

/** Warns before the session ends, and lets its person sign in over the page once it has. */
export function SessionGuard() {
  const { lost, endsAt, final } = useSyncExternalStore(presenceStore.subscribe, presenceStore.get);
  const left = useTimeLeft(endsAt);
  const [acceptedEnd, setAcceptedEnd] = useState<number | null>(null);
  useOtherTabs();
  const over = !lost && left !== null && left <= 0;
  useEffect(() => {
    if (over) void refreshSession().catch(() => undefined); // asked again when somebody does something
  }, [over]);
  const warned = !lost && left !== null && left > 0 && left <= WARNED_MS && acceptedEnd !== endsAt;
  return (
    <Suspense>
      {warned && <SessionEnding left={left} final={final} onAccept={() => setAcceptedEnd(endsAt)} />}
      {lost && <SignInAgain />}
    </Suspense>
  );
}
