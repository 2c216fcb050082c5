import { closeSync, fsyncSync, openSync, readFileSync, statSync } from 'node:fs';

/** Waits until a file, or the names in a folder, are on the disk. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Where SQLite's locks on a database are, in bytes from the start of its file. */
const FIRST_LOCK = 2 ** 30;
const LOCKS = 512;

/**
 * The processes that have the database open, as far as the system tells: an open one in WAL mode holds a lock all the
 * time. Empty where the system has no such list.
 */
export function processesThatHold(path: string): number[] {
  const inode = statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
  if (inode === undefined) return [];
  return listedLocks()
    .map((line) => /POSIX .* (-?\d+) [0-9a-f]+:[0-9a-f]+:(\d+) (\d+) \S+$/.exec(line))
    .filter((found) => found !== null)
    .filter(([, , of, from]) => BigInt(of ?? 0) === inode && Math.floor((Number(from) - FIRST_LOCK) / LOCKS) === 0)
    .map(([, pid]) => Number(pid));
}

function listedLocks(): string[] {
  try {
    return readFileSync('/proc/locks', 'utf8').split('\n');
  } catch {
    return []; // only Linux has it
  }
}
