import type { ComponentType } from 'react';

/** How long what was drawn is kept: longer than the drawing takes, and gone before it is in the way. */
const KEPT_MS = 1000;

let pages: ComponentType[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function become(next: ComponentType[]): void {
  pages = next;
  for (const tell of watchers) tell();
}

/** Has a page drawn that may be asked for next: code that has run once draws faster when it is. */
export function warm(page: ComponentType): void {
  clearTimeout(timer);
  timer = setTimeout(() => become([]), KEPT_MS);
  become([...pages, page]);
}

/** The pages that are to be drawn now, for `useSyncExternalStore`. */
export const warming = {
  subscribe(tell: () => void): () => void {
    watchers.add(tell);
    return () => watchers.delete(tell);
  },
  get: () => pages,
};
