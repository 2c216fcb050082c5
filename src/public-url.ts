import { isIP } from 'node:net';
import { SettingError } from './setting-error.ts';

/** First parts of the server's own paths: behind a proxy that takes the path off, they could mean two things. */
const OWN = ['api', 'assets', 'healthz', 'mcp', 'readyz'];
const PART = /^[A-Za-z0-9._~-]+$/;

function refuse(why: string): never {
  throw new SettingError(`PUBLIC_URL must be an address such as https://carrel.example.com: ${why}`);
}

function checkPath(path: string): void {
  const parts = path.split('/').slice(1);
  if (!parts.every((part) => PART.test(part))) refuse('its path may hold letters, digits, “-”, “.”, “_” and “~”');
  if (OWN.includes(parts[0] ?? '')) refuse(`its path must not begin with /${parts[0]}, which is the server’s own`);
}

/**
 * The address of the server in the form that everything else relies on: scheme and host in lower case, no slash at its
 * end, perhaps a path under which the server is reached. Throws SettingError.
 */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:\/\//i.test(text.trim())) refuse('it must start with http:// or https:// and name a host');
  if (!['http:', 'https:'].includes(url.protocol) || !url.hostname) refuse('it must name a host');
  if (url.username || url.password) refuse('it must not hold a user or a password');
  if (/[?#]/.test(text)) refuse('it must not hold “?” or “#”');
  const path = url.pathname.replace(/\/+$/, '');
  if (path) checkPath(path);
  return url.origin + path;
}
/** The path under which the server is reached, such as `/carrel`; empty where it has a host of its own. */
export const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/$/, '');

export const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** True where the address can be reached from this machine alone. */
export function isLocal(publicUrl: string): boolean {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** What the server's cookies are called, and where browsers send them. `__Host-` is for cookies of a whole host. */
export function cookiesOf(publicUrl: string): { prefix: string; path: string; secure: boolean } {
  const [base, secure] = [basePathOf(publicUrl), isHttps(publicUrl)];
  const guard = secure ? (base ? '__Secure-' : '__Host-') : '';
  return { prefix: `${guard}carrel`, path: base || '/', secure };
}
