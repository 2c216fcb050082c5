import type { Context } from '../context.ts';
import { inspect } from '../db/inspect.ts';
import { currentOf, keptKeys, ringOf } from '../key/ring.ts';
import { countSealed } from '../key/sealed.ts';
import { fingerprintOf } from '../seal.ts';

/** Looks at everything in the database; one line per problem on standard error, and a failure where there is one. */
export async function checkCommand(context: Context): Promise<void> {
  const problems = [...(await inspect(context.db)), ...(await keyProblems(context))];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  process.stdout.write('No problems found.\n');
}

/** What the key does not open. Where there is none, as beside a copy, nothing can be said of it. */
async function keyProblems({ config, db }: Context): Promise<string[]> {
  if (config.secretKey.length === 0) {
    process.stdout.write('There is no SECRET_KEY here, so what is sealed was not looked at.\n');
    return [];
  }
  const rows = await keptKeys(db.read);
  const kept = currentOf(rows);
  const ring = kept ? ringOf(config, rows) : null;
  const wrong = `SECRET_KEY is ${fingerprintOf(config.secretKey)}, and the database was served with ${kept?.fingerprint}: “carrel key status” tells more`;
  const counts = await countSealed(db.read, ring?.keys ?? [config.secretKey]);
  const unreadable = counts
    .filter((count) => count.unreadable > 0)
    .map(
      ({ names: [one, more], unreadable }) =>
        `${unreadable} ${unreadable === 1 ? one : more}: cannot be read with SECRET_KEY`,
    );
  return kept && !ring ? [wrong, ...unreadable] : unreadable;
}
