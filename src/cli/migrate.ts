import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';

export async function migrateCommand(context: Context): Promise<void> {
  const taken = await migrate(context.db, now(context));
  process.stdout.write(
    taken.length > 0 ? `${taken.map((name) => `applied ${name}`).join('\n')}\n` : 'The schema is current.\n',
  );
}
