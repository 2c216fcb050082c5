/** The browser for the browser tests: a path, `playwright` for the one that Playwright downloaded, or nothing. */
export function findChromium(): string | undefined;
