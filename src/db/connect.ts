import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../files.ts';
import { SettingError } from '../setting-error.ts';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { isBusy, isFatal } from './sqlite-errors.ts';
import { lookAtSqlite } from './sqlite-look.ts';
import { endInterruptedRestore, refuseInterruptedRestore } from './sqlite-restore.ts';

/** `sqlite:PATH` or `postgres://…` */
export interface DatabaseOptions {
  url: string;
  poolSize: number;
  /** Called once when the embedded database reports an I/O error or corruption. */
  onFatal: (error: unknown) => void;
}

export const sqlitePath = (url: string): string | null =>
  url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null;

/** Opens the database that the URL names. Throws SettingError where SQLite cannot have its file there. */
export function connect({ url, poolSize, onFatal }: DatabaseOptions): Database {
  const path = sqlitePath(url);
  if (path === null) return openPostgres(url, poolSize);
  try {
    makeFolder(dirname(path));
    endInterruptedRestore(path);
    return openSqlite(path, onFatal);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

function cannotOpen(path: string, error: unknown): Error {
  const told = `DATABASE_URL: cannot open ${path}: ${(error as Error).message}`;
  return isBusy(error) || isFatal(error) ? new Error(told, { cause: error }) : new SettingError(told);
}

/** Opens the database that the URL names, to be read and left as it is. Throws where there is none. */
export function connectToLook({ url, poolSize }: Pick<DatabaseOptions, 'url' | 'poolSize'>): Database {
  const path = sqlitePath(url);
  if (path === null) return openPostgres(url, poolSize);
  refuseInterruptedRestore(path);
  if (!statSync(path, { throwIfNoEntry: false })) throw new Error(`there is no database at ${path}`);
  try {
    return lookAtSqlite(path);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}
