/** How a course opens. */
export const launchMethods = ['none', 'link', 'token', 'cmi5'] as const;
export type LaunchMethod = (typeof launchMethods)[number];

const MAX_URL = 2000;

/**
 * The address of a course in its one spelling: http or https, without a name and password in it. Null for anything else,
 * `javascript:` and the like among it.
 */
export function parseLaunchUrl(text: string): string | null {
  if (text.length > MAX_URL || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPage = url.protocol === 'https:' || url.protocol === 'http:';
  return isPage && url.hostname !== '' && url.username === '' && url.password === '' ? url.href : null;
}

/** The same address with a parameter more; what it has already, and its fragment, stay as they are. */
export function withParameter(url: string, name: string, value: string): string {
  const [address = '', ...fragment] = url.split('#');
  const glue = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return [`${address}${glue}${name}=${encodeURIComponent(value)}`, ...fragment].join('#');
}
