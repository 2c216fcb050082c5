import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus to what follows on what was done, once it is there: a heading or a result, with `tabIndex={-1}`. */
export function useFirstFocus<T extends HTMLElement>(): RefObject<T | null> {
  const place = useRef<T>(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}
