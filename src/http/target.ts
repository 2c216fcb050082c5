import type { IncomingMessage } from 'node:http';
import { invalid } from '../errors.ts';
import type { App } from './app-type.ts';

const AUTHORITY = /^https?:\/\/[^/?#]*/i;

const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * The path and query that a request asks for, in the one form that routes, links and fingerprints know. What a proxy
 * writes absolutely loses its host. A path that cannot be decoded is taken literally: it then names nothing, and is
 * refused where everything else is, after the token was asked for and the request counted.
 */
export function requestTarget({ url = '/' }: IncomingMessage): string {
  const target = url.startsWith('/') ? url : url.replace(AUTHORITY, '').replace(/^(?=[?#]|$)/, '/');
  if (!target.includes('%')) return target;
  const [path = ''] = target.split(/[?#]/, 1);
  return isDecodable(path) ? target : path.replaceAll('%', '%25') + target.slice(path.length);
}

/**
 * What Node would refuse with an answer of its own: a request without a host is refused in our words (RFC 9112,
 * section 3.2), and what a request expects besides `100-continue` is not looked at (RFC 9110, section 10.1.1).
 */
export function readHeads(app: App): void {
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const isWithoutHost = raw.headers.host === undefined && raw.httpVersion === '1.1';
    done(isWithoutHost ? invalid({ parameter: 'Host', detail: 'is required' }) : undefined);
  });
}
