import type { Context } from '../context.ts';
import { inspect } from '../db/inspect.ts';

/** Looks at everything in the database; one line per problem on standard error, and a failure where there is one. */
export async function checkCommand(context: Context): Promise<void> {
  const problems = await inspect(context.db);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  process.stdout.write('No problems found.\n');
}
