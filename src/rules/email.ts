import { domainToASCII, domainToUnicode } from 'node:url';
import { isUnseen, nameOf, type TextFault, trimUnseen, unreadable } from './text.ts';

/** An address as it was given, and what makes two addresses the same one. */
export interface Email {
  /** Its domain in letters, where it is international. */
  address: string;
  key: string;
  /** ASCII, lower case. */
  domain: string;
}

const MAX_CHARACTERS = 254;
const MAX_OF_DOMAIN = 253;
const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL_PART = new RegExp(`^${ATOM}(\\.${ATOM})*$`, 'i');
const HOST_SYNTAX = /^[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)*$/u;
const HOST_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PLAIN = /^[a-z0-9.-]+$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

/**
 * The comparable form of a host name, or null where it is none. Length and syntax come first: mapping takes as long
 * as the square of the length, and would hide a path.
 */
export function asciiDomain(text: string): string | null {
  if (text.length > MAX_OF_DOMAIN) return null;
  if (PLAIN.test(text) && !text.includes('xn--')) return HOST_NAME.test(text) ? text : null;
  if (!HOST_SYNTAX.test(text) || INVISIBLE.test(text)) return null;
  const ascii = domainToASCII(text).toLowerCase();
  return ascii.length <= MAX_OF_DOMAIN && HOST_NAME.test(ascii) ? ascii : null;
}

/** A domain in letters: what a browser writes as `xn--bcher-kva.example` is shown as `bücher.example`. */
export function domainInLetters(domain: string): string {
  if (!/(^|\.)xn--/i.test(domain)) return domain;
  const letters = domainToUnicode(domain);
  return asciiDomain(letters) === domain.toLowerCase() ? letters : domain;
}

/** Reads an email address by the rules of the contract (section 2, Students), or null where it breaks them. */
export function parseEmail(text: string): Email | null {
  const given = trimUnseen(text);
  if (given.length > MAX_CHARACTERS) return null;
  const at = given.lastIndexOf('@');
  const local = given.slice(0, Math.max(at, 0));
  const domain = asciiDomain(given.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || domain === null) return null;
  const key = `${local.toLowerCase()}@${domain}`;
  if (key.length > MAX_CHARACTERS) return null;
  return { address: `${local}@${domainInLetters(given.slice(at + 1))}`, key, domain };
}

const fault = (reason: string, detail: string, values?: TextFault['values']): TextFault => ({
  reason: `address_${reason}`,
  detail,
  ...(values && { values }),
});

function characterFault(character: string): TextFault | null {
  if (character === '\ufffd') return unreadable;
  if (/[‘’‛`´′ʼ]/.test(character) && character !== '`')
    return fault('apostrophe', `contains the curly apostrophe ${character}; addresses have the straight one: '`, {
      character,
    });
  if (isUnseen(character) && character !== ' ')
    return fault('invisible', `contains the invisible character ${nameOf(character)}`, {
      character: nameOf(character),
    });
  return null;
}

function localFault(local: string): TextFault | null {
  const [foreign] = /[^\0-\x7f]/u.exec(local) ?? [];
  if (foreign)
    return fault('letter', `contains “${foreign}” before the @, a letter that addresses cannot have`, {
      character: foreign,
    });
  if (/(^|\.)(\.|$)/.test(local)) return fault('dots', 'has a dot too many before the @');
  const [mark] = /[^a-z0-9!#$%&'*+/=?^_`{|}~.-]/i.exec(local) ?? [];
  if (mark) return fault('mark', `contains “${mark}” before the @, which addresses cannot have`, { character: mark });
  return null;
}

/** Why a text is no address: what it is that addresses cannot have. */
export function emailFault(text: string): TextFault {
  const given = trimUnseen(text);
  const general = fault('form', 'must be an email address such as student@example.com');
  if (given === '') return general;
  if (given.length > MAX_CHARACTERS)
    return fault('length', `has ${given.length} characters; an address has up to ${MAX_CHARACTERS}`, {
      given: given.length,
      allowed: MAX_CHARACTERS,
    });
  for (const character of given) {
    const wrong = characterFault(character);
    if (wrong) return wrong;
  }
  const parts = given.split('@');
  if (parts.length > 2) return fault('two', 'has more than one @: is it two addresses?');
  const [local = '', domain = ''] = parts;
  if (parts.length < 2 || !local || !domain) return general;
  if (/\s/.test(given)) return fault('blank', 'contains a blank; addresses have none');
  if (local.length > 64) return fault('local', 'has more than 64 characters before the @');
  return (
    localFault(local) ??
    (asciiDomain(domain)
      ? general
      : fault('domain', `has no domain name such as example.com behind the @: ${domain}`, { domain }))
  );
}

/** The allowed domains in their comparable form: mapped once for many questions. */
export const domainSet = (allowed: readonly string[]): ReadonlySet<string> =>
  new Set(allowed.flatMap((entry) => asciiDomain(entry) ?? []));

/** True where `domain` is, whole, one of the allowed ones. */
export const domainAllowed = (domain: string, allowed: readonly string[]): boolean =>
  allowed.includes(domain) || allowed.some((entry) => asciiDomain(entry) === domain);
