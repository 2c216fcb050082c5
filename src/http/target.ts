import type { IncomingMessage } from 'node:http';

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
