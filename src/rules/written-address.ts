import { trimUnseen } from './text.ts';

/** An address as mail programs write it, apart from the name that stands with it. */
export interface WrittenAddress {
  address: string;
  name: string | null;
}

/** Longer than any address with its name. */
const LONGEST = 1000;

/** `Name <address>`, `Name [address]`, `address (Name)`. */
const BRACKETS = /^([^<]*)<([^<>]*)>[,;.]?$/s;
const SQUARE = /^([^[]*)\[([^[\]]*@[^[\]]*)\]$/s;
const COMMENT = /^([^()]*@[^()]*)\(([^()]*)\)$/s;
const FIELD = /^(?:to|cc|bcc|from):\s*/i;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address without `mailto:` and what may follow it there. */
function bare(text: string): string {
  const address = trimUnseen(text);
  const link = /^mailto:([^?]*)/i.exec(address);
  return link ? decode(link[1] ?? '') : address;
}

/** A name without the quotation marks around it; null where it only says the address again. */
function nameFrom(text: string, address: string): string | null {
  const trimmed = trimUnseen(text);
  const quoted = /^"(.*)"$/s.exec(trimmed) ?? /^'(.*)'$/s.exec(trimmed);
  const name = trimUnseen((quoted?.[1] ?? trimmed).replace(/\\(.)/gs, '$1').replaceAll('""', '"'));
  return name === '' || name.toLowerCase() === address.toLowerCase() ? null : name;
}

/** Takes apart what a mail program puts on the clipboard. What is no address stays as it is. */
export function parseWrittenAddress(text: string): WrittenAddress {
  if (text.length > LONGEST) return { address: text, name: null };
  const written = trimUnseen(text).replace(FIELD, '');
  const inBrackets = BRACKETS.exec(written) ?? SQUARE.exec(written);
  if (inBrackets) {
    const address = bare(inBrackets[2] ?? '');
    return { address, name: nameFrom(inBrackets[1] ?? '', address) };
  }
  const comment = COMMENT.exec(written);
  const address = bare(comment?.[1] ?? written);
  return { address, name: comment ? nameFrom(comment[2] ?? '', address) : null };
}
