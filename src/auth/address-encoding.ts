/** A domain that nobody has (RFC 6761, section 6.4). */
const STAND_IN = '@address.invalid';
const ACCEPTED = /^[a-z0-9_+-]+([.'][a-z0-9_+-]+)*@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/;
const STAND_INS = /((?:[0-9a-f]{2})+)(@|%40)address\.invalid/g;

/**
 * How Better Auth is told of an address, given as its key (rules/email.ts). It refuses some that mail knows: with `&` or
 * `=` before the @, or in a domain such as `example.xn--p1ai`. For those it is given a stand-in that it takes.
 */
export const encodeAddress = (key: string): string =>
  ACCEPTED.test(key) && !key.endsWith(STAND_IN) ? key : Buffer.from(key).toString('hex') + STAND_IN;

/** A text of Better Auth, in a URL too, with the addresses that its stand-ins are for. */
export const decodeAddresses = (text: string): string =>
  text.replace(STAND_INS, (_all, hex: string, at: string) => {
    const key = Buffer.from(hex, 'hex').toString();
    return at === '@' ? key : encodeURIComponent(key);
  });
