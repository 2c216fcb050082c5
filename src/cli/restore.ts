import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { sqlitePath } from '../db/connect.ts';
import { inspect } from '../db/inspect.ts';
import { migrate, schemaState } from '../db/migrate.ts';
import { openSqlite } from '../db/sqlite.ts';
import {
  copyBeside,
  endInterruptedRestore,
  RightToReplace,
  refuseWhatIsNoCopy,
  removeDraft,
  swap,
} from '../db/sqlite-restore.ts';
import { makeFolder } from '../files.ts';
import { pauseRestored } from '../outbox/instance.ts';
import { explain } from './explain.ts';
import { UsageError } from './usage.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

const POSTGRES =
  'restore puts back a copy of the embedded database; for PostgreSQL stop every server, then use pg_restore --clean --if-exists (docs/operating.md, Restoring)';

/** In one line, whatever the engine says of a damaged file. */
const reason = (error: unknown): string => explain(error).join(' ').replace(/\s+/g, ' ');

/** Brings a copy to the current schema, looks at all of it, and lets its mails wait. Throws where it is not sound. */
async function makeReady(draft: string, now: number): Promise<void> {
  const db = openSqlite(draft, () => {});
  try {
    await schemaState(db.read);
    await migrate(db, Math.floor(now / 1000));
    const [problem, ...more] = await inspect(db);
    if (problem !== undefined) throw new Error(more.length > 0 ? `${problem}, and ${more.length} more` : problem);
    await pauseRestored(db, now);
  } finally {
    await db.close();
  }
}

/** Puts a copy of the embedded database back, while no server runs; the old database is put aside. */
export async function restoreCommand(config: Config, given: string): Promise<void> {
  const path = sqlitePath(config.databaseUrl);
  if (path === null) throw new UsageError(POSTGRES);
  const file = resolve(given);
  refuseWhatIsNoCopy(file, path);
  makeFolder(dirname(path));
  endInterruptedRestore(path);
  using right = new RightToReplace(path);
  const draft = copyBeside(file, path);
  try {
    await makeReady(draft, Date.now()).catch((error: unknown) => {
      throw new Error(`${file} cannot be restored: ${reason(error)}; nothing was changed`, { cause: error });
    });
    right.take();
    const aside = swap(path, draft, Date.now());
    print(`Restored ${path} from ${file}, ${statSync(path).size} bytes.`);
    if (aside !== null) print(`The database that was there is ${aside}.`);
    print('Once a server has started, its mails wait until “carrel outbox release”.');
  } finally {
    removeDraft(draft);
  }
}
