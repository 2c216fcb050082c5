const SHAPE = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#@]+)(\/[^?#]*)?(\?.*)?$/;

/**
 * `postgres://user:password@one:5432,two:5432/carrel` as one URL per server; null where it is none. A server that
 * is in front and one that follows it are told apart by asking, not by their order.
 */
export function splitHosts(url: string): string[] | null {
  const [, start, hosts, database = '', options = ''] = SHAPE.exec(url) ?? [];
  if (hosts === undefined) return null;
  const urls = hosts.split(',').map((host) => `${start}${host}${database}${options}`);
  return urls.every((each) => URL.canParse(each) && new URL(each).hostname !== '') ? urls : null;
}

/** The servers of one database, of which one at a time is used. */
export interface Hosts {
  readonly count: number;
  readonly current: string;
  /** Goes on to the next server, unless somebody else already left this one. */
  leave(host: string): void;
}

export function hostsOf(urls: readonly string[]): Hosts {
  let index = 0;
  const current = () => urls[index] as string;
  return {
    count: urls.length,
    get current() {
      return current();
    },
    leave: (host) => {
      if (host === current()) index = (index + 1) % urls.length;
    },
  };
}

/** Where a server is, without the user and the password. */
export const placeOf = (url: string): string => new URL(url).host;

/**
 * The driver takes these for `verify-full` too, and says so in five lines with each start. It is said in
 * docs/operating.md.
 */
const ALIASES = new Set(['prefer', 'require', 'verify-ca']);

export function withoutAliases(text: string): string {
  const url = URL.parse(text);
  if (!url || !ALIASES.has(url.searchParams.get('sslmode') ?? '') || url.searchParams.has('uselibpqcompat'))
    return text;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}
