import { tmpdir } from 'node:os';
import { type Postgres, startPostgres } from '../../test/support/postgres.ts';

/** A PostgreSQL of its own on the disk, for the time of `work`: commits have to reach it. */
export async function withPostgres<T>(work: (postgres: Postgres) => Promise<T>): Promise<T> {
  const settings = { shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '30min' };
  const postgres = await startPostgres(settings, tmpdir());
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}
