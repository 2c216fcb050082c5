import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { Refusal } from '../errors.ts';
import { nameFault, parseName } from '../rules/name.ts';
import { isoTime } from '../rules/time.ts';
import { createCredential, deleteCredential, listCredentials } from '../xapi/credential.ts';
import { UsageError } from './usage.ts';

/** Prints the key and the secret in one line, this once. */
export async function createXapiCommand(context: Context, options: { name: string }): Promise<void> {
  const name = parseName(options.name);
  if (name === null) throw new UsageError(`--name ${nameFault(options.name).detail}`);
  await migrate(context.db, now(context));
  const { id, secret } = await context.db.write((tx) => createCredential(tx, { name }, now(context)));
  process.stdout.write(`${id} ${secret}\n`);
}

export async function listXapiCommand({ db }: Context): Promise<void> {
  for (const { id, name, created_at } of await listCredentials(db.read)) {
    process.stdout.write(`${id}  created ${isoTime(created_at)}  ${name}\n`);
  }
}

export async function deleteXapiCommand(context: Context, id: string): Promise<void> {
  await migrate(context.db, now(context));
  await context.db
    .write((tx) => deleteCredential(tx, id))
    .catch((error: unknown) => {
      throw error instanceof Refusal && error.code === 'not_found'
        ? new Error(`there are no credentials ${id}`)
        : error;
    });
  process.stdout.write(`deleted ${id}\n`);
}
