import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** `sqlite:PATH` or `postgres://…` */
export interface DatabaseOptions {
  url: string;
  poolSize: number;
  /** Called once when the embedded database reports an I/O error or corruption. */
  onFatal: (error: unknown) => void;
}

export const sqlitePath = (url: string): string | null =>
  url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null;

/** Opens the database that the URL names. */
export function connect({ url, poolSize, onFatal }: DatabaseOptions): Database {
  const path = sqlitePath(url);
  if (path === null) return openPostgres(url, poolSize);
  mkdirSync(dirname(path), { recursive: true });
  return openSqlite(path, onFatal);
}
