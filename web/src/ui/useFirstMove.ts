import { useEffect, useRef } from 'react';

const signs = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Does something when a hand first moves on the page: time to fetch what the next click will need. */
export function useFirstMove(work: () => unknown): void {
  const latest = useRef(work);
  useEffect(() => {
    const run = () => {
      stop();
      latest.current();
    };
    const stop = () => {
      for (const sign of signs) window.removeEventListener(sign, run);
    };
    for (const sign of signs) window.addEventListener(sign, run, { passive: true });
    return stop;
  }, []);
}
