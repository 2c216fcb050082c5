import { linkSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { flush } from './sqlite-files.ts';
import { openUnchanged } from './sqlite-look.ts';
import { removeDraft } from './sqlite-restore.ts';

function copy(from: string, to: string): void {
  const source = openUnchanged(from, 5000);
  try {
    source.prepare('vacuum into ?').run(to);
  } finally {
    source.close();
  }
}

function assertWhole(path: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const { integrity_check: verdict } = db.prepare('pragma integrity_check(1)').get() as { integrity_check: string };
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${verdict}`);
  } finally {
    db.close();
  }
}

/**
 * Copies the database as it is at one moment, while a server writes to it. The name `to` appears only when the copy
 * is whole and on the disk, readable by its owner alone; throws where it exists already.
 */
export function backUp(from: string, to: string): void {
  const draft = `${to}.${process.pid}.partial`;
  const before = process.umask(0o077);
  try {
    copy(from, draft);
    assertWhole(draft);
    flush(draft);
    linkSync(draft, to);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST'
      ? new Error(`${to} exists already; give another name`)
      : error;
  } finally {
    process.umask(before);
    removeDraft(draft);
  }
  flush(dirname(to));
}
