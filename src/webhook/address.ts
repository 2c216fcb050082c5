import { lookup as lookUp } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What a name stands for at this moment. */
export type Lookup = (name: string) => Promise<string[]>;

export const systemLookup: Lookup = async (name) =>
  (await lookUp(name, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** Hosts of the setting WEBHOOK_ALLOWED_HOSTS: names or addresses as `URL` writes them, in lower case. */
export type AllowedHosts = ReadonlySet<string>;

const MAX_URL = 2000;

/** The host of a URL without the brackets of IPv6 and without a final dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** `::a.b.c.d`: IPv4 in IPv6, out of use, and without a route of its own (RFC 4291, section 2.5.5.1). */
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96');

/** True for addresses of the public Internet: not private, local, shared, reserved or multicast, in whatever disguise. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // looks into IPv4-mapped addresses
  if (parsed.kind() === 'ipv6' && parsed.match(COMPATIBLE)) return false;
  return parsed.range() === 'unicast';
}

/** The host without its final dot: `URL` writes addresses of IPv4 in one way, whatever their spelling, and hosts in ASCII. */
function withoutFinalDot(url: URL): URL {
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  return url;
}

/** Why a text cannot be the URL of a webhook. `reason` names the kind of fault, for words of one's own. */
interface WrongUrl {
  wrong: string;
  reason: string;
}

/** The URL of a webhook in its one spelling, or why it cannot be one. Names are not looked up here. */
export function parseWebhookUrl(text: string, allowed: AllowedHosts): { url: URL } | WrongUrl {
  const parsed = text.length > MAX_URL ? null : URL.parse(text);
  const url = parsed && withoutFinalDot(parsed);
  if (!url || url.href.length > MAX_URL)
    return { wrong: `must be a URL of at most ${MAX_URL} characters`, reason: 'url_form' };
  if (url.hostname.startsWith('.') || /\.(?:\.|$)/.test(url.hostname))
    return { wrong: 'must name a host without empty parts', reason: 'url_host' };
  const host = hostOf(url);
  const isAllowed = allowed.has(host);
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:'))
    return { wrong: 'must begin with https://', reason: 'url_https' };
  if (url.username || url.password) return { wrong: 'must not contain a user name or a password', reason: 'url_user' };
  if (url.hash) return { wrong: 'must not have a fragment (#…)', reason: 'url_fragment' };
  if (isAllowed) return { url };
  if (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host)))
    return { wrong: 'must have a public address: this one is local, private or reserved', reason: 'url_private' };
  return { url };
}

/**
 * The address to connect to, looked up now and checked: whoever connects to it goes nowhere else. Throws an error for
 * people where there is none.
 */
export async function addressFor(url: URL, allowed: AllowedHosts, lookup: Lookup): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : await lookup(host);
  const address = allowed.has(host) ? addresses[0] : addresses.find(isPublicAddress);
  if (address === undefined || (!allowed.has(host) && !addresses.every(isPublicAddress)))
    throw new Error(`${host} has no public address`);
  return address;
}
