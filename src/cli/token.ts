import { commandActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { Refusal } from '../errors.ts';
import { parseWhole } from '../http/validate.ts';
import { keptKeys, settleKeys } from '../key/ring.ts';
import { managerScope, publisherScope, type Scope } from '../principal.ts';
import { nameFault, parseName } from '../rules/name.ts';
import { isoTime } from '../rules/time.ts';
import { createToken, deleteToken, listTokens } from '../token/token.ts';
import { UsageError } from './usage.ts';

function managerId(text: string): number {
  const id = parseWhole(text);
  if (id === null) throw new UsageError(`--manager must be the id of a license manager, not “${text}”`);
  return id;
}

/** Whose tokens are meant. */
interface Whose {
  manager?: string;
  publisher?: boolean;
}

function scopeOf({ manager }: Whose): { scope: Scope; named: string } {
  if (manager === undefined) return { scope: publisherScope, named: 'the publisher' };
  const id = managerId(manager);
  return { scope: managerScope(id), named: `license manager ${id}` };
}

const orSay = (message: string) => (error: unknown) => {
  throw error instanceof Refusal && error.code === 'not_found' ? new Error(message) : error;
};

export async function createTokenCommand(
  context: Context,
  options: Whose & { name: string; readOnly?: boolean },
): Promise<void> {
  const { config, db } = context;
  const { scope, named } = scopeOf(options);
  const asked = { name: parseName(options.name) };
  if (asked.name === null) throw new UsageError(`--name ${nameFault(options.name).detail}`);
  await migrate(db, now(context));
  await settleKeys(context, now(context));
  const token = {
    scope,
    name: asked.name,
    permission: options.readOnly ? ('read' as const) : ('write' as const),
  };
  const issuer = { url: config.publicUrl, secret: config.secretKey };
  const { text } = await db
    .write((tx) => createToken(tx, token, issuer, commandActor('token create'), now(context)))
    .catch(orSay(`there is no ${named}`));
  process.stdout.write(`${text}\n`);
}

export async function listTokensCommand(context: Context, options: Whose): Promise<void> {
  const { scope } = scopeOf(options);
  const keys = new Set((await keptKeys(context.db.read)).map(({ fingerprint }) => fingerprint));
  for (const token of await listTokens(context.db.read, scope)) {
    const refused = token.made_with !== null && !keys.has(token.made_with) ? '  refused: another key signed it' : '';
    const used = token.last_used_at === null ? 'never used' : `last used ${isoTime(token.last_used_at)}`;
    const by = token.maker === null ? '' : `by ${token.maker}  `;
    process.stdout.write(
      `${token.id}  …${token.last_ten}  ${token.permission}  created ${isoTime(token.created_at)}  ${by}${used}  ${token.name}${refused}\n`,
    );
  }
}

export async function deleteTokenCommand(context: Context, id: string, options: Whose): Promise<void> {
  const { scope, named } = scopeOf(options);
  await migrate(context.db, now(context));
  await context.db
    .write((tx) => deleteToken(tx, { scope, id }, commandActor('token delete'), now(context)))
    .catch(orSay(`${named} has no token ${id}`));
  process.stdout.write(`deleted ${id}\n`);
}
