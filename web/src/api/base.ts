/** The path under which the server is reached, such as `/carrel`; empty where it has a host of its own. */
export const base: string = (document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content ?? '/').slice(0, -1);

/** Where a browser finds a path of the server. */
export const addressOf = (path: string): string => location.origin + base + path;
