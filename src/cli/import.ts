import { commandActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { type Imported, loadRecords } from '../import/import.ts';
import { NotJson } from '../import/json-file.ts';
import { readImportFile } from '../import/read.ts';
import { UsageError } from './usage.ts';

async function readFile(path: string) {
  try {
    return await readImportFile(path);
  } catch (error) {
    if (error instanceof NotJson)
      throw new Error(
        `${path} is not JSON in UTF-8: ${error.message.replace(/\s+/g, ' ')}${error.where && ` (${error.where})`}`,
      );
    const { syscall, code } = error as NodeJS.ErrnoException;
    throw syscall ? new UsageError(`cannot read ${path}: ${code}`) : error;
  }
}

const summary = (imported: Imported) =>
  Object.entries(imported)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.replace(/([^s])s$/, '$1') : kind}`)
    .join(', ') || 'nothing new';

export async function importCommand(context: Context, path: string): Promise<void> {
  using records = await readFile(path);
  await migrate(context.db, now(context));
  const imported = await loadRecords(context.db, records, commandActor('import'), () => now(context));
  process.stdout.write(`Imported ${summary(imported)}.\n`);
}
