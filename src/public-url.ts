import { SettingError } from './setting-error.ts';

/** First parts of the server's own paths: behind a proxy that takes the path off, they could mean two things. */
const OWN = ['api', 'assets', 'healthz', 'readyz'];
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
