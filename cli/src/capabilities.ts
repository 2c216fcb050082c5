import { ApiError } from 'carrel-client';
import type { Session } from './session.ts';

/** What a server can beside what is published, by its own description. */
export interface Capabilities {
  /** It decides a write without doing it, where it is asked to. */
  dryRuns: boolean;
  batches: boolean;
  rosters: boolean;
}

const NONE: Capabilities = { dryRuns: false, batches: false, rosters: false };
const V1 = '/api/licensing/v1';

interface Described {
  paths?: Record<string, Record<string, { parameters?: { name: string }[] }>>;
}

/** Whether nobody who can describe the server answered: a proxy, a limit, or nothing. What it can is then not known. */
const isPassing = ({ status, code }: ApiError) => code === 'network' || status === 429 || status >= 500;

/**
 * Asks a server once what it can. One that does not describe itself has only what is published: a dry run that it does
 * not know would be done.
 */
export async function capabilitiesOf({ client }: Session): Promise<Capabilities> {
  // biome-ignore lint/suspicious/noExplicitAny: the description is not described by itself
  const get = client.GET as (path: any, init: object) => Promise<{ data?: unknown; response: Response }>;
  try {
    const { data, response } = await get('/api/licensing/openapi.json', { parseAs: 'text' });
    if (!response.headers.get('content-type')?.includes('json')) return NONE;
    return capabilitiesIn(JSON.parse(String(data)));
  } catch (error) {
    if (!(error instanceof ApiError) || isPassing(error)) throw error;
    return NONE;
  }
}

function capabilitiesIn({ paths = {} }: Described): Capabilities {
  const assign = paths[`${V1}/pool/{id}/license`]?.post;
  return {
    dryRuns: assign?.parameters?.some(({ name }) => name === 'dryRun') ?? false,
    batches: Boolean(paths[`${V1}/pool/{id}/bulk`]?.post && paths[`${V1}/licenses/revoke`]?.post),
    rosters: Boolean(paths[`${V1}/roster`]?.put),
  };
}
