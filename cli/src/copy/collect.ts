import { appendFileSync, rmSync } from 'node:fs';
import { ApiError, type components } from 'carrel-client';
import { type Environment, say } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { readJsonLines, writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { LARGE_PAGE, SMALL_PAGE } from '../walk.ts';

type Schemas = components['schemas'];

/** All that the published API tells of a license manager. */
export interface Collected {
  me: Schemas['Me'];
  courses: Schemas['Course'][];
  pools: Schemas['Pool'][];
  licenses: Schemas['License'][];
  students: Schemas['Student'][];
}

/** Pools come last: what they count then tells whether the licenses changed meanwhile. */
const LISTS = ['licenses', 'students', 'courses', 'pools'] as const;
type ListName = (typeof LISTS)[number];

interface Head {
  version: 1;
  server: string;
  managerId: number;
}

interface Page {
  list: ListName;
  page: number;
  /** How many were asked for. */
  size: number;
  items: unknown[];
  last: boolean;
}

/** Pages that are on disk, so that a walk that was broken off goes on after the last of them. */
class Part {
  readonly path: string;
  readonly pages: Page[];

  constructor(path: string, head: Head) {
    this.path = path;
    const [kept, ...pages] = (readJsonLines(path) ?? []) as [Head | undefined, ...Page[]];
    if (kept && JSON.stringify(kept) !== JSON.stringify(head))
      throw new UsageError(
        `${path} is of a copy of another server or license manager. Finish that, or delete the file.`,
      );
    if (!kept) writeWhole(path, `${JSON.stringify(head)}\n`, 0o600);
    this.pages = pages;
  }

  add(page: Page): void {
    appendFileSync(this.path, `${JSON.stringify(page)}\n`, { flush: true });
    this.pages.push(page);
  }

  of(list: ListName): Page[] {
    return this.pages.filter((page) => page.list === list);
  }
}

interface Answered {
  data?: unknown[];
  response: Response;
}

/** One page; of fewer items where the server does not give so many. */
async function ask(session: Session, list: ListName, page: number, size: number): Promise<Page> {
  const inactive = list === 'licenses' || list === 'students' ? { includeInactive: true } : {};
  const query = { page, pageSize: size, ...inactive };
  // biome-ignore lint/suspicious/noExplicitAny: the four lists differ in whether they know includeInactive
  const get = session.client.GET as (path: any, init: any) => Promise<Answered>;
  try {
    const { data = [], response } = await get(`/api/licensing/v1/${list}`, { params: { query } });
    const link = response.headers.get('link');
    return {
      list,
      page,
      size,
      items: data,
      last: data.length === 0 || (link !== null && !link.includes('rel="next"')),
    };
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 400 && page === 1 && size > SMALL_PAGE;
    if (!refused) throw error;
    return ask(session, list, page, SMALL_PAGE);
  }
}

async function walk(environment: Environment, session: Session, part: Part, list: ListName): Promise<void> {
  for (;;) {
    const before = part.of(list).at(-1);
    if (before?.last) return;
    environment.interrupted.throwIfAborted();
    const page = await ask(session, list, (before?.page ?? 0) + 1, before?.size ?? LARGE_PAGE);
    if (page.items.length > 0 && JSON.stringify(page.items) === JSON.stringify(before?.items))
      throw new Error(`The server answers page ${page.page} of ${list} like the page before.`);
    part.add(page);
    say(environment, `${list}: ${part.of(list).reduce((sum, { items }) => sum + items.length, 0)}`);
  }
}

/** Walks everything; answers it, and how to forget the pages once it is kept. */
export async function collect(
  environment: Environment,
  session: Session,
  path: string,
): Promise<{ collected: Collected; forget: () => void }> {
  const { data: me } = await session.client.GET('/api/licensing/v1/me');
  if (!me) throw new Error('The server answered without a license manager.');
  const part = new Part(path, { version: 1, server: session.server, managerId: me.id });
  if (part.pages.length > 0) say(environment, `Going on with a copy that was broken off: ${path}`);
  for (const list of LISTS) await walk(environment, session, part, list);
  const items = (list: ListName) => part.of(list).flatMap((page) => page.items);
  const lists = Object.fromEntries(LISTS.map((list) => [list, items(list)])) as Omit<Collected, 'me'>;
  return { collected: { me, ...lists }, forget: () => rmSync(path) };
}
