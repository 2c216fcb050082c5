import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import { sqlitePath } from '../db/connect.ts';

/** Where the quick start keeps a file: beside its database; in the data folder where that is PostgreSQL. */
export function keptBeside({ databaseUrl, dataDir }: Config, name: string): string {
  const path = sqlitePath(databaseUrl);
  return join(path === null ? dataDir : dirname(path), name);
}
