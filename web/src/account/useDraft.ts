import { useState } from 'react';
import { forgetDraft, readDraft, writeDraft } from '../api/drafts.ts';
import { useSession } from './session.ts';

/**
 * What is typed into a part of a page, by name: kept for its person, in this tab, until it is sent or given up, so that
 * a sign-in or a reload in between takes nothing away. Never for passwords or tokens.
 */
export function useDraft<T>(name: string, first: T): [T, (value: T) => void, () => void] {
  const person = useSession().user?.id ?? '';
  const [key] = useState(() => `${person} ${location.pathname} ${name}`);
  const [value, setValue] = useState(() => readDraft<T>(key) ?? first);
  const change = (next: T) => {
    writeDraft(key, next);
    setValue(next);
  };
  return [value, change, () => forgetDraft(key)];
}
