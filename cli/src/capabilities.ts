import type { Environment } from './environment.ts';
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

/**
 * Asks a server once what it can. One that does not describe itself has only what is published: a dry run that it does
 * not know would be done.
 */
export async function capabilitiesOf(environment: Environment, { server, token }: Session): Promise<Capabilities> {
  const request = new Request(`${server}/api/licensing/openapi.json`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const response = await environment.fetch(request);
  const text = await response.text();
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return NONE;
  const { paths = {} }: Described = JSON.parse(text);
  const assign = paths[`${V1}/pool/{id}/license`]?.post;
  return {
    dryRuns: assign?.parameters?.some(({ name }) => name === 'dryRun') ?? false,
    batches: Boolean(paths[`${V1}/pool/{id}/bulk`]?.post && paths[`${V1}/licenses/revoke`]?.post),
    rosters: Boolean(paths[`${V1}/roster`]?.put),
  };
}
