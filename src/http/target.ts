import type { IncomingMessage } from 'node:http';
import { invalid } from '../errors.ts';
import type { App } from './app-type.ts';

const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** Where machines ask: there a slash at the end, or several at the start, change nothing. */
const FOR_MACHINES = /^\/+((?:api|mcp|healthz|readyz)(?:\/.*)?)$/s;

/** What nearly all requests ask for, in the one form already: it is not taken apart, which would cost ten times as much. */
const PLAIN = /^\/[\w-]+(?:\/[\w-]+)*(?:\?.*)?$/s;

/** Trailing slashes, from the end: an expression would look at a run of them once for each. */
function withoutLast(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

function barePath(path: string): string {
  const machine = FOR_MACHINES.exec(path)?.[1];
  return machine === undefined ? path : `/${withoutLast(machine)}`;
}

const isDecodable = (path: string): boolean => {
  try {
    return decodeURIComponent(path) !== ''; // the bundler leaves out a call whose value nobody takes
  } catch {
    return false;
  }
};

/** A path without the one that the server is reached under, where the proxy in front has not taken it off already. */
const withoutBase = (target: string, base: string): string =>
  base !== '' && target.startsWith(base) && /^(?:[/?#]|$)/.test(target.slice(base.length))
    ? target.slice(base.length).replace(/^(?=[?#]|$)/, '/')
    : target;

/**
 * The path and query that a request asks for, in the one form that routes, links and fingerprints know. What a proxy
 * writes absolutely loses its host, and a path under `base` loses that; a path for machines is the same with a slash at
 * its end. A path that cannot be decoded is taken literally: it then names nothing, and is refused where everything
 * else is, after the token was asked for and the request counted.
 */
export function requestTarget({ url = '/' }: Pick<IncomingMessage, 'url'>, base = ''): string {
  if (base === '' && PLAIN.test(url)) return url;
  const whole = url.startsWith('/') ? url : url.replace(AUTHORITY, '').replace(/^(?=[?#]|$)/, '/');
  const target = withoutBase(whole, base);
  const end = target.search(/[?#]/);
  const given = end < 0 ? target : target.slice(0, end);
  const path = barePath(given);
  const rest = target.slice(given.length);
  return (path.includes('%') && !isDecodable(path) ? path.replaceAll('%', '%25') : path) + rest;
}

/** A request without a host, which Node would refuse with an answer of its own, is refused in our words (RFC 9112, section 3.2). */
export function readHeads(app: App): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const isWithoutHost = raw.headers.host === undefined && raw.httpVersion === '1.1';
    done(isWithoutHost ? invalid({ parameter: 'Host', detail: 'is required' }) : undefined);
  });
}
