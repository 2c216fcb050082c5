import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';

/** How long the pointer is over what it presses before it does: a quick hand. */
export const REST_MS = 100;

/** Runs in the page: remembers when the first click, choice or letter came since it was forgotten, by the browser's own clock. */
export const listenForClicks = `for (const kind of ['click', 'input'])
  addEventListener(kind, (event) => { window.lastClick ??= event.timeStamp; }, true);`;

/** What a hand does to something: it clicks, chooses what a list offers, or types. */
export type Act = (target: Locator) => Promise<unknown>;

/**
 * Goes there, acts, and answers how many milliseconds later a picture was shown in which `seen`, an expression of the page, was true.
 * What the list showed before is `window.listBefore`. It is looked at in every frame; a frame counts as shown when the one after it begins.
 */
export async function answered(
  page: Page,
  on: string,
  seen: string,
  act: Act = (target) => target.click(),
): Promise<number> {
  const target = page.locator(on).first();
  await target.waitFor({ state: 'visible' });
  await page.evaluate(`window.lastClick = undefined; window.listBefore = document.querySelector('tbody')?.textContent; window.answered = new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error('not seen within 10 s: ' + ${JSON.stringify(seen)})), 10000);
    const look = () => {
      if (window.lastClick === undefined || !(${seen})) return requestAnimationFrame(look);
      clearTimeout(giveUp);
      requestAnimationFrame((shown) => resolve(shown - window.lastClick));
    };
    requestAnimationFrame(look);
  }); void 0`);
  await target.hover();
  await pause(REST_MS);
  await act(target);
  return page.evaluate<number>('window.answered');
}
