import type { Client, FetchOptions, MaybeOptionalInit } from 'openapi-fetch';
import { ApiError } from './problem.ts';
import type { components, paths } from './schema.ts';

/** What a token opens: the paths under `/api/licensing`. */
export type LicensingPaths = {
  [P in keyof paths as P extends `/api/licensing/${string}` ? P : never]: paths[P];
};

type Answered<P extends keyof LicensingPaths> = LicensingPaths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

/** The paths that answer a list, page by page. */
export type ListPath = {
  [P in keyof LicensingPaths]: Answered<P> extends readonly unknown[]
    ? LicensingPaths[P] extends { get: { parameters: { query?: { pageSize?: number } } } }
      ? P
      : never
    : never;
}[keyof LicensingPaths];

/** What a list holds. */
export type Item<P extends ListPath> = Answered<P> extends readonly (infer T)[] ? T : never;

/** What a call takes after its path: nothing, where all of it is optional. */
type Rest<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Walks a list, page by page: `pageSize` in the query says how many are asked for at once, 100 without it. */
export type List = <P extends ListPath>(
  path: P,
  ...init: Rest<MaybeOptionalInit<LicensingPaths[P], 'get'>>
) => AsyncGenerator<Item<P>, void, undefined>;

export interface FeedOptions {
  /** The `next` of the last batch that was worked off; without it the history begins at its oldest event. */
  after?: string | undefined;
  /** Seconds, up to 25, that the server holds an answer until something happens; with it the feed does not end. */
  wait?: number | undefined;
  /** Events in a batch, 1 to 1000: 100. */
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Events, the oldest first, in batches: keep `next` once the batch is worked off. */
export type Feed = (options?: FeedOptions) => AsyncGenerator<components['schemas']['EventFeed'], void, undefined>;

const PAGE_SIZE = 100;

// biome-ignore lint/suspicious/noExplicitAny: the types of `List` hold what a caller writes; within, any path will do
type AnyCall = (path: any, init: any) => Promise<{ data?: any; response: Response }>;

/**
 * A server that tells the total, or links to the next page, is believed. One that tells neither is asked until a page
 * is empty: it may give fewer items a page than were asked for.
 */
function isLast({ headers }: Response, seen: number): boolean {
  const [total, link] = [headers.get('x-total-count'), headers.get('link')];
  if (link?.includes('rel="next"')) return false;
  return link !== null || (total !== null && seen >= Number(total));
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

async function* walk(get: AnyCall, path: string, init: FetchOptions<unknown> = {}): AsyncGenerator {
  const query = { pageSize: PAGE_SIZE, ...init.params?.query };
  let before: unknown[] = [];
  for (let page = 1, seen = 0; ; page++) {
    const { data, response } = await get(path, { ...init, params: { ...init.params, query: { ...query, page } } });
    const items: unknown[] = data ?? [];
    if (items.length === 0) return;
    if (same(items, before))
      throw new ApiError({
        status: response.status,
        code: 'unexpected_answer',
        detail: `The server answers page ${page} of ${path} like the page before.`,
      });
    yield* items;
    seen += items.length;
    if (isLast(response, seen)) return;
    before = items;
  }
}

/** Lists of one client. */
export function listsOf(client: Client<LicensingPaths>): { list: List; feed: Feed } {
  return {
    list: ((path: ListPath, init?: FetchOptions<unknown>) => walk(client.GET as AnyCall, path, init)) as List,
    async *feed({ after, wait, limit = PAGE_SIZE, signal } = {}) {
      for (let cursor = after; ; ) {
        const query = { limit, ...(cursor && { after: cursor }), ...(wait && { wait }) };
        const { data } = await client.GET('/api/licensing/v1/events/feed', {
          params: { query },
          ...(signal && { signal }),
        });
        if (!data) return;
        if (data.events.length > 0) yield data;
        cursor = data.next;
        if (!data.more && !wait) return;
      }
    },
  };
}
