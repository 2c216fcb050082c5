import { useEffect, useState } from 'react';
import { forgetDraft, readDraft, writeDraft } from '../api/drafts.ts';
import { useSession } from './session.ts';

/** What is typed on a page, kept for its person, in this tab, until it is sent: never passwords or tokens. */
interface Draft<T> {
  /** What was typed before the page was left, or null. */
  kept: T | null;
  /** Keeps what stands there now; null forgets it, once it is sent or not wanted. */
  keep: (value: T | null) => void;
}

/** The draft of a part of this page, by name. */
export function useDraft<T>(name: string): Draft<T> {
  const person = useSession().user?.id ?? '';
  const [key] = useState(() => `${person} ${location.pathname} ${name}`);
  const [kept] = useState(() => readDraft<T>(key));
  return { kept, keep: (value) => (value === null ? forgetDraft(key) : writeDraft(key, value)) };
}

/** A value that outlives the page until it is set to what it was at first. */
export function useKept<T>(name: string, first: T): [T, (value: T) => void] {
  const { kept, keep } = useDraft<T>(name);
  const [value, setValue] = useState(kept ?? first);
  useEffect(() => keep(value === first ? null : value));
  return [value, setValue];
}
