import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

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
