import createFetchClient, { type Client } from 'openapi-fetch';
import { readProblem } from './problem.ts';
import type { paths } from './schema.ts';

export interface ClientOptions {
  /** Where the server is, such as `https://licenses.example.com`. */
  baseUrl: string;
  /** An API token, made on the API page of the License Manager. */
  token: string;
  /** Another `fetch`, for tests or proxies. */
  fetch?: (request: Request) => Promise<Response>;
}

/** The licensing API, typed: every path, parameter and answer. */
export type LicensingClient = Client<paths>;

/** Makes a client. A refusal is thrown as `ApiError`, so what a call answers is always there. */
export function createClient({ baseUrl, token, fetch }: ClientOptions): LicensingClient {
  const headers = { authorization: `Bearer ${token}` };
  const client = createFetchClient<paths>({ baseUrl, headers, ...(fetch && { fetch }) });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await readProblem(response);
    },
  });
  return client;
}
