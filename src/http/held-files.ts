import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { sha256 } from '../crypto.ts';

/** A file as it is sent: the bytes in one coding, which all who ask share. */
interface Variant {
  bytes: Buffer;
  coding: string | null;
  etag: string;
}

export interface HeldFile {
  type: string;
  /** As it is, or as the answer to a browser that accepts a coding in which the file lies beside it. */
  variantFor(acceptEncoding: string | undefined): Variant;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const CODINGS = [
  { coding: 'br', suffix: '.br' },
  { coding: 'gzip', suffix: '.gz' },
];

/** True where a coding is named without `q=0` (RFC 9110, section 12.5.3). */
const accepts = (header: string, coding: string): boolean =>
  header
    .toLowerCase()
    .split(',')
    .some((part) => {
      const [name, ...parameters] = part.split(';').map((text) => text.trim());
      return name === coding && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
    });

const toVariant = (bytes: Buffer, coding: string | null): Variant => ({
  bytes,
  coding,
  etag: `"${sha256(bytes).slice(0, 22)}"`,
});

/** A page that was made, and lies in no folder. */
export function heldPage(text: string): HeldFile {
  const only = toVariant(Buffer.from(text), null);
  return { type: TYPES['.html'] as string, variantFor: () => only };
}

/**
 * The files of a folder, by their names in it with `/` between. They are few and small: each is read at its first use
 * and then kept, so that an answer takes neither a descriptor nor memory of its own, however slowly it is taken.
 */
export function heldFiles(folder: string): (name: string) => HeldFile | null {
  const names = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll(sep, '/'),
      ),
  );
  const held = new Map<string, Variant>();
  const variant = (name: string, coding: string | null): Variant => {
    const known = held.get(name) ?? toVariant(readFileSync(join(folder, name)), coding);
    held.set(name, known);
    return known;
  };
  return (name) => {
    if (!names.has(name)) return null;
    return {
      type: TYPES[extname(name)] ?? 'application/octet-stream',
      variantFor: (acceptEncoding = '') => {
        const best = CODINGS.find(({ coding, suffix }) => names.has(name + suffix) && accepts(acceptEncoding, coding));
        return best ? variant(name + best.suffix, best.coding) : variant(name, null);
      },
    };
  };
}
