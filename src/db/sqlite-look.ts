import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Database } from './database.ts';
import { SqliteConnection } from './sqlite.ts';
import { sizeOf } from './sqlite-files.ts';

function canWriteBeside(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens a database so that its bytes stay as they are. What a crashed server left in its log is read, but not copied
 * into the file. Without such a log, a connection that may write takes its own empty log away again, which one that
 * may only read would leave behind; where nothing can be written, the file is read as it is.
 */
export function openUnchanged(path: string, timeout = 1000): DatabaseSync {
  const options = { timeout };
  if (sizeOf(`${path}-wal`) > 0 || sizeOf(`${path}-journal`) > 0)
    return new DatabaseSync(path, { ...options, readOnly: true });
  if (canWriteBeside(path)) return new DatabaseSync(path, options);
  const url = pathToFileURL(path);
  url.search = '?immutable=1';
  return new DatabaseSync(url, { ...options, readOnly: true });
}

function openLook(path: string): SqliteConnection {
  const db = openUnchanged(path);
  try {
    db.exec('pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on');
    db.prepare('select count(*) from sqlite_schema').get(); // tells at once where the file is none of SQLite's
  } catch (error) {
    db.close();
    throw error;
  }
  return new SqliteConnection(db);
}

/** Opens the embedded database for reading alone: neither it nor its folder is changed, and nothing is made. */
export function lookAtSqlite(path: string): Database {
  const reader = openLook(path);
  return {
    engine: 'sqlite',
    read: reader.reading(),
    write: async () => {
      throw new Error(`${path} was opened for reading alone`);
    },
    onCommit: () => {},
    beforeCommit: () => {},
    snapshot: async (work) => {
      const own = openLook(path);
      try {
        own.raw.exec('begin');
        return await work(own.reading());
      } finally {
        own.raw.close();
      }
    },
    purge: async () => {
      throw new Error(`${path} was opened for reading alone`);
    },
    probe: async () => {
      reader.raw.prepare('select 1').get();
    },
    close: async () => reader.raw.close(),
  };
}
