import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes a folder, and those above it that are missing, for its owner alone. Step by step: `recursive` tries for ever
 * where a folder exists that takes no other, as `/proc` does.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // somebody else was faster
  }
}

/** Makes the folder where it is missing; throws where files cannot be made in it. */
export function makeWritableFolder(path: string): void {
  makeFolder(path);
  accessSync(`${path}/.`, constants.R_OK | constants.W_OK | constants.X_OK);
}

const mode = (bits: number) => (bits & 0o7777).toString(8).padStart(4, '0');

/** Who owns the folder, or the nearest one above it that exists, and who asks: what an operator needs to mend it. */
export function describeOwner(path: string): string {
  const at = statSync(path, { throwIfNoEntry: false });
  if (!at) return path === dirname(path) ? `${path} does not exist` : describeOwner(dirname(path));
  if (!at.isDirectory()) return `${path} is a file, not a folder`;
  const asking = process.getuid?.();
  const who = asking === undefined ? '' : `, and Carrel runs as uid ${asking} (${userName()})`;
  return `${path} belongs to uid ${at.uid}, group ${at.gid}, mode ${mode(at.mode)}${who}`;
}

/** The name of the account, which a container may not know. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'an account without a name';
  }
}

/**
 * Writes a file for its owner alone, as a whole or not at all: under another name, and renamed once it is on the disk.
 * It is there for good when this resolves, its name too. Several processes may write the same file.
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${randomUUID()}`);
  try {
    await writeFile(draft, data, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // which opens no folders
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
