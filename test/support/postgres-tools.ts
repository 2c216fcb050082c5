import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startOtherPostgres, startPostgres } from './postgres.ts';

/** Where Debian keeps what belongs to each version. */
const DEBIAN = '/usr/lib/postgresql';
const TOOLS = ['pg_dump', 'pg_restore'];
const OLDEST = 15;

export interface PostgresWithTools extends Postgres {
  /** The folder with the `pg_dump` and `pg_restore` that can dump the server. */
  tools: string;
}

/** The folders that have both tools, with the version of each. */
function toolFolders(): { folder: string; version: number }[] {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((name) => join(DEBIAN, name, 'bin')) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...debian];
  return folders
    .filter((folder) => TOOLS.every((tool) => existsSync(join(folder, tool))))
    .map((folder) => {
      const { stdout } = spawnSync(join(folder, 'pg_dump'), ['--version'], { encoding: 'utf8' });
      return { folder, version: Number(/ (\d+)/.exec(stdout ?? '')?.[1] ?? 0) };
    })
    .sort((one, other) => other.version - one.version);
}

async function versionOf({ url }: Postgres): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('show server_version_num');
    return Math.floor(Number(rows[0].server_version_num) / 10_000);
  } finally {
    await client.end();
  }
}

/**
 * A PostgreSQL with tools that can dump it: the one of the tests where there are some as new as it is, else one that
 * is installed beside its tools. A text where there is neither.
 */
export async function startPostgresWithTools(): Promise<PostgresWithTools | string> {
  const folders = toolFolders();
  if (folders.length === 0) return 'there is no pg_dump here';
  const own = await startPostgres();
  const version = await versionOf(own);
  const fitting = folders.find((each) => each.version >= version);
  if (fitting) return { ...own, tools: fitting.folder };
  await own.stop();
  const whole = folders.find(({ folder, version }) => version >= OLDEST && existsSync(join(folder, 'postgres')));
  if (!whole) return `no pg_dump here can dump PostgreSQL ${version}, and none has a server beside it`;
  return { ...(await startOtherPostgres(join(whole.folder, '..'))), tools: whole.folder };
}
