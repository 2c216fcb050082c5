import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const playwrightFolders = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), '.cache', 'ms-playwright'),
  join(homedir(), 'Library', 'Caches', 'ms-playwright'),
  join(homedir(), 'AppData', 'Local', 'ms-playwright'),
];

/**
 * The browser for the browser tests: the path of an installed Chromium, `playwright` for the one that Playwright
 * downloaded, or undefined. Plain JavaScript, because setup.mjs asks it on older versions of Node too.
 */
export function findChromium() {
  const path = [process.env.CHROMIUM_PATH, ...installed].find((candidate) => candidate && existsSync(candidate));
  return path ?? (playwrightFolders.some(holdsChromium) ? 'playwright' : undefined);
}

function holdsChromium(folder) {
  return folder && existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('chromium-'));
}
