import { inflateSync } from 'node:zlib';

const [WOFF_HEADER, WOFF_ENTRY, SFNT_HEADER, SFNT_ENTRY] = [44, 20, 12, 16];

const padded = (length: number): number => (length + 3) & ~3;

/**
 * The font file that a WOFF file (version 1) holds, which is the same tables without compression: inflating them here
 * takes milliseconds, and the library that reads fonts would take a second each time.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, place) => {
    const at = WOFF_HEADER + place * WOFF_ENTRY;
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const bytes = woff.subarray(offset, offset + packed);
    const data = packed < length ? inflateSync(bytes) : bytes;
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data };
  });
  const exponent = Math.floor(Math.log2(count));
  const header = Buffer.alloc(SFNT_HEADER);
  woff.copy(header, 0, 4, 8); // what kind of outlines it has
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(2 ** exponent * 16, 6);
  header.writeUInt16BE(exponent, 8);
  header.writeUInt16BE((count - 2 ** exponent) * 16, 10);
  let offset = SFNT_HEADER + count * SFNT_ENTRY;
  const entries = tables.map(({ tag, checksum, data }) => {
    const entry = Buffer.alloc(SFNT_ENTRY);
    tag.copy(entry);
    entry.writeUInt32BE(checksum, 4);
    entry.writeUInt32BE(offset, 8);
    entry.writeUInt32BE(data.length, 12);
    offset += padded(data.length);
    return entry;
  });
  const bodies = tables.map(({ data }) => Buffer.concat([data, Buffer.alloc(padded(data.length) - data.length)]));
  return Buffer.concat([header, ...entries, ...bodies]);
}
