import { domainToASCII } from 'node:url';

/** An address as it was given, and what makes two addresses the same one. */
export interface Email {
  address: string;
  key: string;
  /** ASCII, lower case. */
  domain: string;
}

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const HOST_SYNTAX = /^[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)*$/u;
const HOST_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The comparable form of a host name, or null where it is none. The syntax comes first: mapping would hide a path. */
export function asciiDomain(text: string): string | null {
  if (!HOST_SYNTAX.test(text)) return null;
  const ascii = domainToASCII(text).toLowerCase();
  return ascii.length <= 253 && HOST_NAME.test(ascii) ? ascii : null;
}

/** Reads an email address by the rules of the contract (section 2, Students), or null where it breaks them. */
export function parseEmail(text: string): Email | null {
  const address = text.trim();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || domain === null) return null;
  const key = `${local.toLowerCase()}@${domain}`;
  return address.length > 254 || key.length > 254 ? null : { address, key, domain };
}

/** True where `domain` is, whole, one of the allowed ones. */
export const domainAllowed = (domain: string, allowed: readonly string[]): boolean =>
  allowed.some((entry) => asciiDomain(entry) === domain);
