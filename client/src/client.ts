import createFetchClient, { type Client } from 'openapi-fetch';
import { type Feed, type LicensingPaths, type List, listsOf } from './list.ts';
import { readProblem } from './problem.ts';
import { type SendOptions, send } from './send.ts';

export interface ClientOptions extends SendOptions {
  /** Where the server is, such as `https://licenses.example.com`; with `/api/licensing` at its end it is the same. */
  baseUrl: string;
  /** An API token, made on the API page of the License Manager. */
  token: string;
}

/** The licensing API, typed: every path, parameter and answer. */
export interface LicensingClient extends Client<LicensingPaths> {
  list: List;
  feed: Feed;
}

const KEY = 'idempotency-key';
/** A header of other characters would be refused by an error that shows it. */
const VISIBLE = /^[\x21-\x7e]+$/;
const READS = ['GET', 'HEAD'];

/** A key that nobody else has. `crypto.randomUUID` is absent from pages that came by plain HTTP. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The address before `/api/licensing`. */
const rootOf = (baseUrl: string) => baseUrl.replace(/\/+$/, '').replace(/\/api\/licensing(\/v1)?$/, '');

/**
 * Makes a client. A refusal is thrown as `ApiError`, so what a call answers is always there. Every write carries an
 * `Idempotency-Key`, its own or the one that the caller gives as a header.
 */
export function createClient({ baseUrl, token, ...options }: ClientOptions): LicensingClient {
  if (!VISIBLE.test(token)) throw new TypeError('The token is empty, or has characters that no token has.');
  const client = createFetchClient<LicensingPaths>({
    baseUrl: rootOf(baseUrl),
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => send(request, options),
  });
  client.use({
    onRequest({ request }) {
      if (!READS.includes(request.method) && !request.headers.has(KEY)) request.headers.set(KEY, newKey());
    },
    async onResponse({ response }) {
      if (!response.ok) throw await readProblem(response);
    },
  });
  return { ...client, ...listsOf(client) };
}
