import { readFileSync } from 'node:fs';
import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { type Imported, loadRecords } from '../import/import.ts';
import { readImport } from '../import/read.ts';
import { commandActor } from './command-actor.ts';
import { UsageError } from './usage.ts';

function readJson(path: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Error(`${path} is not JSON in UTF-8: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}

const summary = (imported: Imported) =>
  Object.entries(imported)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.replace(/([^s])s$/, '$1') : kind}`)
    .join(', ') || 'nothing new';

export async function importCommand(context: Context, path: string): Promise<void> {
  const records = readImport(readJson(path));
  await migrate(context.db, now(context));
  const imported = await loadRecords(context.db, records, commandActor('import'), () => now(context));
  process.stdout.write(`Imported ${summary(imported)}.\n`);
}
