import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './errors.ts';

/** Writes a file whole or not at all. */
export function writeWhole(path: string, text: string, mode = 0o666): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, text, { mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
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

const MARKS = new Map([
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]);

/** UTF-16 where its mark says so, else UTF-8, else Windows-1252, which takes every byte: what spreadsheets save as CSV. */
function decode(bytes: Buffer): string {
  for (const label of [MARKS.get(bytes.subarray(0, 2).toString('hex')), 'utf-8']) {
    if (!label) continue;
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // not in this encoding
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** What stands in a file of JSON lines; a line that a power cut or a full disk has torn goes, so that the next one begins anew. */
export function readJsonLines(path: string): unknown[] | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(path, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  } catch {
    throw new UsageError(`${path} cannot be read. Delete it to begin anew.`);
  }
}

/** The text of a file that a person names. */
export function readGiven(path: string, maxBytes: number): string {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new UsageError(`${path} has ${size} bytes; at most ${maxBytes} are read.`);
    return decode(readFileSync(path));
  } catch (error) {
    if (missing(error)) throw new UsageError(`There is no file ${path}.`);
    throw error;
  }
}
