/** Texts in a block. */
export const BLOCK = 512;
/** Bits that the trigrams of a text are spread over: with forty trigrams it has a seventh of them. */
const BITS = 256;
const WORDS = BLOCK / 32;

/** The bit of the trigram that ends at a place of a text. */
function bitAt(text: string, end: number): number {
  const trigram = (text.charCodeAt(end - 2) * 31 + text.charCodeAt(end - 1)) * 31 + text.charCodeAt(end);
  return Math.imul(trigram, 0x9e3779b1) >>> 24;
}

/**
 * Tells which of many texts cannot have another text in them: a Bloom filter of the trigrams of each, kept by bit, for
 * blocks of texts (a bit-sliced signature file). Those it leaves are to be looked at.
 */
export class TrigramFilter {
  /** Of each block `WORDS` words for each bit. */
  readonly #blocks: Int32Array[] = [];

  get bytes(): number {
    return this.#blocks.length * BITS * WORDS * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Takes a text, instead of the one that had its place before. */
  put(place: number, text: string, before = ''): void {
    const block = (this.#blocks[Math.floor(place / BLOCK)] ??= new Int32Array(BITS * WORDS));
    const word = Math.floor((place % BLOCK) / 32);
    const mask = 1 << (place % 32);
    for (let end = 2; end < before.length; end++) {
      const at = bitAt(before, end) * WORDS + word;
      block[at] = (block[at] as number) & ~mask;
    }
    for (let end = 2; end < text.length; end++) {
      const at = bitAt(text, end) * WORDS + word;
      block[at] = (block[at] as number) | mask;
    }
  }

  /**
   * A function that answers the places in a block, counted from its first, whose texts may have the wanted text in
   * them; null where that is unknown, because the wanted text is shorter than a trigram.
   */
  finder(wanted: string): (block: number) => number[] | null {
    const bits = new Set(Array.from({ length: Math.max(0, wanted.length - 2) }, (_, i) => bitAt(wanted, i + 2)));
    const [first, ...others] = [...bits].map((bit) => bit * WORDS);
    if (first === undefined) return () => null;
    return (index) => {
      const places: number[] = [];
      const block = this.#blocks[index] as Int32Array;
      for (let word = 0; word < WORDS; word++) {
        let left = block[first + word] as number;
        for (let i = 0; i < others.length && left !== 0; i++) left &= block[(others[i] as number) + word] as number;
        for (; left !== 0; left &= left - 1) places.push(word * 32 + 31 - Math.clz32(left & -left));
      }
      return places;
    };
  }
}
