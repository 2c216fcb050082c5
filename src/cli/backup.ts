import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { sqlitePath } from '../db/connect.ts';
import { backUp } from '../db/sqlite-backup.ts';
import { UsageError } from './usage.ts';

/** Copies the embedded database into a new file; a server may run and write meanwhile. */
export function backupCommand(config: Config, file: string): void {
  const from = sqlitePath(config.databaseUrl);
  if (from === null) throw new UsageError('backup copies the embedded database; use pg_dump for PostgreSQL');
  if (!existsSync(from)) throw new Error(`there is no database at ${from}`);
  const to = resolve(file);
  backUp(from, to);
  process.stdout.write(`Copied ${from} to ${to}, ${statSync(to).size} bytes. Keep secret.key with it.\n`);
}
