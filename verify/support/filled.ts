import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type Migration, migrate } from '../../src/db/migrate.ts';
import { createDatabase, startPostgres } from '../../test/support/postgres.ts';
import { type House, houseAt, inHouse, scratch } from './house.ts';
import type { Trial } from './proof.ts';

/** What a database holds before a test: the steps of the schema that it has, and a script that fills it. */
export interface Filling {
  steps: readonly Migration[];
  records: string;
}

export interface Filled {
  first: House;
  copy(): Promise<House>;
}

/** A database of the engine of the trial, and as many copies of it as are asked for. */
export async function filled(trial: Trial, { steps, records }: Filling): Promise<Filled> {
  const postgres = trial.engine === 'postgres' ? await startPostgres() : null;
  trial.cleanUp(() => postgres?.stop());
  const place = async (template?: string): Promise<House> => {
    const dataDir = scratch(trial);
    if (!postgres) return houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`);
    const database = await createDatabase(postgres.url, template);
    trial.cleanUp(() => database.drop());
    return houseAt(dataDir, database.url);
  };
  const first = await place();
  await inHouse(first, async ({ db }) => {
    await migrate(db, 0, steps);
    await db.write((tx) => tx.script(records));
  });
  const copy = async (): Promise<House> => {
    const house = await place(postgres ? new URL(first.databaseUrl).pathname.slice(1) : undefined);
    if (!postgres) cpSync(join(first.dataDir, 'carrel.db'), join(house.dataDir, 'carrel.db'));
    return house;
  };
  return { first, copy };
}
