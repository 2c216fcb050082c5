import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../errors.ts';
import { isoTime } from '../rules/time.ts';

/** A kept mail as a list tells of it. */
export interface KeptMail {
  id: string;
  to: string;
  subject: string;
  at: string;
}

export interface OpenedMail extends KeptMail {
  html: string;
  text: string;
}

const MAX_LISTED = 200;
const FILE = /^[0-9TZ.-]+_\d+_([0-9a-f-]{36})\.eml$/;

const idOf = (file: string): string | undefined => FILE.exec(file)?.[1];

async function open(folder: string, file: string): Promise<OpenedMail> {
  const { simpleParser } = await import('mailparser'); // large, and of use in the quick start only
  const mail = await simpleParser(await readFile(join(folder, file)), { skipTextToHtml: true });
  return {
    id: idOf(file) ?? '',
    to: [mail.to ?? []]
      .flat()
      .map(({ text }) => text)
      .join(', '),
    subject: mail.subject ?? '',
    at: isoTime(Math.floor((mail.date?.getTime() ?? 0) / 1000)),
    html: mail.html || '',
    text: mail.text ?? '',
  };
}

/** The mails in a folder of `.eml` files, which never change once they are there. */
export function mailbox(folder: string) {
  const known = new Map<string, KeptMail>();

  const files = async (): Promise<string[]> => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter(idOf).sort().reverse();
  };

  const summary = async (file: string): Promise<KeptMail> => {
    const { id, to, subject, at } = known.get(file) ?? (await open(folder, file));
    known.set(file, { id, to, subject, at });
    return { id, to, subject, at };
  };

  return {
    /** The newest first, at most 200, and how many there are. */
    list: async (): Promise<{ total: number; mails: KeptMail[] }> => {
      const all = await files();
      const shown = all.slice(0, MAX_LISTED);
      for (const file of known.keys()) if (!shown.includes(file)) known.delete(file);
      return { total: all.length, mails: await Promise.all(shown.map(summary)) };
    },
    /** Throws `not_found`. */
    read: async (id: string): Promise<OpenedMail> => {
      const file = (await files()).find((name) => idOf(name) === id);
      if (!file) throw notFound();
      return open(folder, file);
    },
  };
}
