import { commandActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { record } from '../event/record.ts';
import { acceptKey, currentOf, keptKeys, ringOf, settleKeys } from '../key/ring.ts';
import { countMade, countSealed, type SealedCount } from '../key/sealed.ts';
import { isoTime } from '../rules/time.ts';
import { fingerprintOf } from '../seal.ts';
import { rotateSigningKey } from '../signing/keys.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const listed = (counts: readonly SealedCount[], of: 'older' | 'unreadable'): string =>
  counts
    .filter((count) => count[of] > 0)
    .map(({ names: [one, more], ...count }) => `${count[of]} ${count[of] === 1 ? one : more}`)
    .join(', ');

const sum = (counts: readonly SealedCount[], of: 'older' | 'unreadable'): number =>
  counts.reduce((total, count) => total + count[of], 0);

function printSettings({ secretKey, secretKeyPrevious }: Context['config']): void {
  print(
    `SECRET_KEY: ${secretKey.length > 0 ? fingerprintOf(secretKey) : 'none is set, and there is no secret.key in DATA_DIR'}`,
  );
  print(`SECRET_KEY_PREVIOUS: ${secretKeyPrevious ? fingerprintOf(secretKeyPrevious) : 'not set'}`);
}

/** Prints the fingerprints of the keys, and what is left of earlier ones. */
export async function keyStatusCommand({ config, db }: Context): Promise<void> {
  const rows = await keptKeys(db.read);
  const kept = currentOf(rows);
  printSettings(config);
  print(
    kept
      ? `The database is served with: ${kept.fingerprint}, since ${isoTime(kept.since)}`
      : 'The database was not served with a key yet.',
  );
  for (const { current, fingerprint } of rows)
    if (current === 0) print(`Earlier, and what it signed still counts: ${fingerprint}`);
  if (config.secretKey.length === 0) return;
  const ring = kept ? ringOf(config, rows) : { keys: [config.secretKey], replaces: null };
  const counts = await countSealed(db.read, ring?.keys ?? [config.secretKey]);
  const [older, unreadable] = [sum(counts, 'older'), sum(counts, 'unreadable')];
  print(
    older === 0
      ? '0 values are sealed with an earlier key.'
      : `${older} values are still sealed with an earlier key: ${listed(counts, 'older')}.`,
  );
  if (unreadable > 0) print(`${unreadable} values cannot be read with these keys: ${listed(counts, 'unreadable')}.`);
  printAdvice(config, ring, older);
}

function printAdvice({ secretKeyPrevious }: Context['config'], ring: ReturnType<typeof ringOf>, older: number): void {
  if (!ring) print('SECRET_KEY is not the key of the database: give the former one back, or run “carrel key accept”.');
  else if (ring.replaces || older > 0)
    print('A running server seals them anew; keep SECRET_KEY_PREVIOUS until it has.');
  else if (secretKeyPrevious) print('SECRET_KEY_PREVIOUS may be removed.');
}

/** Takes SECRET_KEY for the key of the database, whatever it was served with. */
export async function keyAcceptCommand(context: Context): Promise<void> {
  const { config, db } = context;
  await migrate(db, now(context));
  const rows = await keptKeys(db.read);
  const ring = currentOf(rows) ? ringOf(config, rows) : null;
  if (ring?.replaces) return print('Nothing was done: the server goes on with SECRET_KEY_PREVIOUS by itself.');
  if (ring) return print(`Nothing was done: ${fingerprintOf(config.secretKey)} is the key of the database.`);
  const { tokens } = await countMade(db.read);
  const unreadable = await countSealed(db.read, [config.secretKey]);
  await db.write(async (tx) => {
    await acceptKey(tx, config.secretKey, now(context));
    const after = { fingerprint: fingerprintOf(config.secretKey) };
    record(tx, { managerId: null, at: now(context), kind: 'key.accepted', by: commandActor('key accept'), after });
  });
  print(`The key of the database is ${fingerprintOf(config.secretKey)}.`);
  const lost = listed(unreadable, 'unreadable');
  if (lost) print(`With it these cannot be read any more: ${lost}.`);
  if (tokens > 0) print(`Tokens that another key signed are refused: ${tokens} were made in all.`);
}

/** Makes a new key that signs launches and certificates. What the former one signed stays valid. */
export async function keyRotateCommand(context: Context): Promise<void> {
  await migrate(context.db, now(context));
  const { keys } = await settleKeys(context, now(context));
  const { id, former } = await rotateSigningKey({ ...context, keys }, commandActor('key rotate'));
  print(`Launches and certificates are signed with the key ${id} from now on.`);
  if (former) print(`${former} stays published until all that it signed has ended.`);
}
