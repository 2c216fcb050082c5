import { dirname } from 'node:path';
import { SettingError } from '../config.ts';
import { makeFolder } from '../folder.ts';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { isBusy, isFatal, openSqlite } from './sqlite.ts';

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
    return openSqlite(path, onFatal);
  } catch (error) {
    const told = `DATABASE_URL: cannot open ${path}: ${(error as Error).message}`;
    throw isBusy(error) || isFatal(error) ? new Error(told, { cause: error }) : new SettingError(told);
  }
}
