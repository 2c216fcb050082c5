import { base } from './base.ts';

const PREFIX = `carrel-draft${base} `;
/** Says that somebody was signed in in this tab, and did not sign out. */
const PRESENT = `carrel-present${base}`;
/** Longer drafts are not kept: browsers keep five million characters for a site at most. */
const MAX_CHARACTERS = 1_500_000;

/** What was kept under a name, or null. */
export function readDraft<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null; // not ours, or the browser keeps nothing for this site
  }
}

/** Keeps a value under a name, in this tab. */
export function writeDraft(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    if (text.length > MAX_CHARACTERS) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // the browser keeps nothing more: the draft lives as long as the page
  }
}

/** Forgets all that was typed, as at a sign-out. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX) || key === PRESENT) sessionStorage.removeItem(key);
  } catch {
    // the browser keeps nothing for this site
  }
}

export const forgetDraft = (key: string): void => sessionStorage.removeItem(PREFIX + key);

/** Notes that somebody is signed in in this tab. */
export function notePresent(): void {
  try {
    sessionStorage.setItem(PRESENT, '1');
  } catch {
    // the browser keeps nothing for this site
  }
}

/** True where somebody was signed in in this tab and did not sign out: their session ended by itself. */
export const wasPresent = (): boolean => sessionStorage.getItem(PRESENT) !== null;
