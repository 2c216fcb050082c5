import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { type AllowedHosts, addressFor, type Lookup } from './address.ts';

/** How long a receiver has, from the first look at its name to the head of its answer. */
const MAX_ATTEMPT_MS = 15_000;

/** What a webhook may reach, and how names are looked up. */
export interface Network {
  allowed: AllowedHosts;
  lookup: Lookup;
  /** Sees each connection that is about to be made; tests observe here what never leaves the machine. */
  connecting?(address: string): void;
}

export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

/** Posts once and answers the HTTP status. Redirects are not followed, proxies not used, the body of the answer not read. */
export async function post({ url, headers, body }: Post, network: Network, signal: AbortSignal): Promise<number> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_ATTEMPT_MS)]);
  const address = await settled(addressFor(url, network.allowed, network.lookup), limit);
  network.connecting?.(address);
  const send = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
      lookup: (_host, { all }, done) => {
        const found = { address, family: isIP(address) };
        if (all) done(null, [found]);
        else done(null, found.address, found.family);
      },
      signal: limit,
    });
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** The lookup of a name cannot be cut short, but nobody need wait for it. */
const settled = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    work.then(resolve, reject);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const WORDS: Record<string, string> = {
  ENOTFOUND: 'the name was not found',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host could not be reached',
  ENETUNREACH: 'the network could not be reached',
  ETIMEDOUT: 'the connection took too long',
  TimeoutError: `there was no answer within ${MAX_ATTEMPT_MS / 1000} seconds`,
};

/** Why an attempt failed, for people; TLS errors in OpenSSL's words. */
export function describeSendError(error: unknown): string {
  const { code, name, message, cause } = error as { code?: string; name?: string; message?: string; cause?: unknown };
  if (name === 'AbortError' && cause) return describeSendError(cause);
  return WORDS[code ?? ''] ?? WORDS[name ?? ''] ?? message ?? String(error);
}
