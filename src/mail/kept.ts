import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A kept mail is named after the time of what it tells of, with dashes for colons. */
const FILE = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)_.*\.eml$/;

const timeOf = (name: string): number => {
  const [, hour, minute, second] = FILE.exec(name) ?? [];
  return hour ? Date.parse(`${hour}:${minute}:${second}`) : Number.NaN;
};

/** Deletes kept mails of before a moment (milliseconds), the oldest first; answers how many, at most `most`. */
export async function deleteKeptMails(folder: string, before: number, most: number): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const old = names
    .filter((name) => timeOf(name) < before)
    .sort()
    .slice(0, most);
  for (const name of old) await rm(join(folder, name), { force: true });
  return old.length;
}
