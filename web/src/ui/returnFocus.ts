const PLACES = 'table, section, main';
const SIGNS = ['pointerdown', 'keydown'] as const;

/** What an element stands in, from the inside out. */
function around(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  let place = element.parentElement?.closest<HTMLElement>(PLACES);
  while (place) {
    found.push(place);
    place = place.parentElement?.closest<HTMLElement>(PLACES);
  }
  return found;
}

/** Focuses the first that can be. */
function focusFirst(places: HTMLElement[]): void {
  for (const place of places) {
    if (!place.isConnected) continue;
    if (place.matches(PLACES)) place.tabIndex = -1;
    place.focus({ preventScroll: place.matches(PLACES) });
    if (document.activeElement === place) return;
  }
}

/**
 * Remembers where somebody is, and answers how to come back there. What was pressed may have gone meanwhile, or go when
 * the page is fetched again, as the button that revokes: then the focus goes to what it stood in, until a hand moves.
 */
export function rememberFocus(element: HTMLElement): () => void {
  const places = [element, ...around(element)];
  return () => {
    focusFirst(places);
    const watch = new MutationObserver(() => {
      if (document.activeElement === document.body) focusFirst(places);
    });
    const stop = () => {
      watch.disconnect();
      for (const sign of SIGNS) window.removeEventListener(sign, stop, true);
    };
    watch.observe(document.body, { childList: true, subtree: true });
    for (const sign of SIGNS) window.addEventListener(sign, stop, true);
  };
}
