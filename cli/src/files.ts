import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './errors.ts';

/** Writes a file whole or not at all. */
export function writeWhole(path: string, text: string, mode = 0o666): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}

/** Writes a file that only its owner reads, in a folder that only its owner opens. */
export function writeSecret(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeWhole(path, text, 0o600);
}

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The text of a file, null where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (missing(error)) return null;
    throw error;
  }
}

/** The text of a file that a person names. */
export function readGiven(path: string, maxBytes: number): string {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new UsageError(`${path} has ${size} bytes; at most ${maxBytes} are read.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (missing(error)) throw new UsageError(`There is no file ${path}.`);
    throw error;
  }
}
