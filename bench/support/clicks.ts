import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** How long the pointer is over what it presses before it does: a quick hand. */
export const REST_MS = 100;

/** Runs in the page: remembers when the last click came from the browser's own clock. */
export const listenForClicks = `addEventListener('click', (event) => { window.lastClick = event.timeStamp; }, true);`;

/**
 * Goes there, clicks, and answers how many milliseconds later a picture was shown in which `seen`, an expression of the page, was true.
 * It is looked at in every frame; a frame counts as shown when the one after it begins.
 */
export async function answered(page: Page, on: string, seen: string): Promise<number> {
  const target = page.locator(on).first();
  await target.waitFor({ state: 'visible' });
  await page.evaluate(`window.lastClick = undefined; window.answered = new Promise((resolve, reject) => {
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
  await target.click();
  return page.evaluate<number>('window.answered');
}
