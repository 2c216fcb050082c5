import { createClient, type LicensingClient } from 'carrel-client';
import { type Environment, say } from './environment.ts';
import { UsageError } from './errors.ts';
import { duration, type Limit, readLimit } from './limit.ts';
import { chosenServer, tokenFor } from './logins.ts';

/** A server, and a token for it. */
export interface Session {
  server: string;
  client: LicensingClient;
  token: string;
  /** What the last answer told of the rate limit. */
  limit(): Limit | null;
  /** How often an answer was lost and the request sent again. */
  lost(): number;
}

/** Long enough for a rate limit of a minute, several times. */
const MAX_WAIT_SECONDS = 600;
/** Shorter waits are not worth a line. */
const SAID_FROM_SECONDS = 3;

export interface Access {
  server: string;
  token: string;
}

/** Opens a session with a server. */
export function openSession(environment: Environment, { server, token }: Access): Session {
  let limit: Limit | null = null;
  let lost = 0;
  const client = createClient({
    baseUrl: server,
    token,
    maxWaitSeconds: MAX_WAIT_SECONDS,
    fetch: environment.fetch,
    sleep: environment.sleep,
    onWait: ({ seconds, status }) => {
      if (status !== 429) lost += 1;
      if (seconds < SAID_FROM_SECONDS) return;
      const why = status === 429 ? 'the rate limit' : 'the server';
      say(environment, `Waiting ${duration(seconds)} for ${why}.`);
    },
  });
  client.use({
    onResponse({ response }) {
      limit = readLimit(response.headers) ?? limit;
    },
  });
  return { server, token, client, limit: () => limit, lost: () => lost };
}

/** The session that the options, the variables or the last login name. */
export function sessionOf(environment: Environment, options: { server?: string | undefined }): Session {
  const server = chosenServer(environment, options.server);
  if (!server)
    throw new UsageError('Which server? Log in: carrel-licenses login --server https://licenses.example.com');
  return openSession(environment, { server, token: tokenFor(environment, server, 'CARREL_TOKEN') });
}
