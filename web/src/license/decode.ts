/** What a file was read as. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Decoded {
  text: string;
  encoding: Encoding;
}

const SAMPLE = 1000;

function strictly(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The half of its pairs in which UTF-16 has zeros, where Latin letters stand; null where there is no such pattern. */
function zeros(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, SAMPLE);
  const [even, odd] = [0, 1].map((half) => sample.filter((byte, at) => byte === 0 && at % 2 === half).length) as [
    number,
    number,
  ];
  if (even + odd < sample.length / 5) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/**
 * The text of a file: UTF-16 where it says so or looks like it, else strictly UTF-8, else Windows-1252, which takes
 * every byte. Read as bytes, so that no browser guesses.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const wide = marked ?? zeros(bytes);
  for (const encoding of wide ? ([wide, 'utf-8'] as const) : (['utf-8'] as const)) {
    const text = strictly(bytes, encoding);
    if (text !== null) return { text, encoding };
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}
