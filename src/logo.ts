import { readFileSync, statSync } from 'node:fs';
import { SettingError } from './setting-error.ts';

/** A picture of the publisher, for certificates. */
export interface Logo {
  type: 'image/png' | 'image/jpeg';
  bytes: Buffer;
}

/** It stands in every page of a certificate. */
const MAX_BYTES = 256 * 1024;

const starts: [Logo['type'], Buffer][] = [
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ff', 'hex')],
];

/** Reads the picture at `path`; null without one. Throws SettingError. */
export function readLogo(path: string | undefined): Logo | null {
  if (!path) return null;
  const refuse = (why: string) =>
    new SettingError(`PUBLISHER_LOGO must be a PNG or JPEG of up to 256 KiB: ${path} ${why}`);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw refuse('is no file');
  if (found.size > MAX_BYTES) throw refuse(`has ${found.size} bytes`);
  const bytes = readFileSync(path);
  const type = starts.find(([, first]) => bytes.subarray(0, first.length).equals(first))?.[0];
  if (!type) throw refuse('is neither');
  return { type, bytes };
}
