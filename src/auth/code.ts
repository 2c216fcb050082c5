import { sql } from 'kysely';
import { type Context, now } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { takeChallenge } from './challenge.ts';
import { stepOfCode } from './totp.ts';

/** Opens and closes what the second factor keeps in the database. `open` throws where another key closed it. */
export interface Sealing {
  open(sealed: string): Promise<string>;
  close(text: string): Promise<string>;
}

export type CodeKind = 'totp' | 'backup';

/** What a code was found to be. A challenge that was used meanwhile makes any code worthless. */
export type Verdict = 'right' | 'wrong' | 'challenge-over';

const factorOf = prepare((db, p: { personId: string }) =>
  db.selectFrom('two_factor').select(['id', 'secret', 'backup_codes', 'verified']).where('user_id', '=', p.personId),
);

/** None before it is taken again (RFC 6238, 5.2), and the key is still the one that the code was compared with. */
const useStep = prepare((db, p: { id: string; secret: string; step: number }) =>
  db
    .updateTable('two_factor')
    .set({ last_step: p.step, verified: sql`true` })
    .where('id', '=', p.id)
    .where('secret', '=', p.secret)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', p.step)]))
    .returning('id'),
);

const replaceCodes = prepare((db, p: { id: string; before: string; after: string }) =>
  db
    .updateTable('two_factor')
    .set({ backup_codes: p.after })
    .where('id', '=', p.id)
    .where('backup_codes', '=', p.before)
    .returning('id'),
);

/** Others may use other backup codes at the same time. There are ten. */
const MAX_ROUNDS = 12;

async function opened(sealing: Sealing, sealed: string): Promise<string> {
  try {
    return await sealing.open(sealed);
  } catch (cause) {
    throw new Refusal('second_factor_unreadable', { cause });
  }
}

/** Runs in the transaction that uses a code up; false undoes it. */
type Use = (tx: Transaction) => Promise<boolean>;

class Over extends Error {}

/** Uses the code and what goes with it up, both or none. */
async function useUp(context: Context, code: Use, rest: Use): Promise<Verdict> {
  try {
    return await context.db.write(async (tx) => {
      if (!(await code(tx))) return 'wrong';
      if (!(await rest(tx))) throw new Over();
      return 'right';
    });
  } catch (error) {
    if (error instanceof Over) return 'challenge-over';
    throw error;
  }
}

/** Judges a code of the person's app, and uses it up where it is right: it is right once, over all processes. */
async function judgeTotp(
  context: Context,
  sealing: Sealing,
  { personId, code, verified }: { personId: string; code: string; verified: boolean },
  rest: Use,
): Promise<Verdict> {
  const [factor] = await factorOf(context.db.read, { personId });
  if (!factor || Boolean(factor.verified) !== verified) return 'wrong';
  const secret = Buffer.from(await opened(sealing, factor.secret), 'utf8');
  const step = stepOfCode(secret, code.replaceAll(/\s/g, ''), now(context));
  if (step === null) return 'wrong';
  const { id } = factor;
  return useUp(context, async (tx) => (await useStep(tx, { id, secret: factor.secret, step })).length === 1, rest);
}

async function judgeBackup(
  context: Context,
  sealing: Sealing,
  { personId, code }: { personId: string; code: string },
  rest: Use,
): Promise<Verdict> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [factor] = await factorOf(context.db.read, { personId });
    if (!factor?.verified) return 'wrong';
    const codes: unknown = JSON.parse(await opened(sealing, factor.backup_codes));
    if (!Array.isArray(codes) || !codes.includes(code.trim())) return 'wrong';
    const after = await sealing.close(JSON.stringify(codes.filter((one) => one !== code.trim())));
    const { id, backup_codes: before } = factor;
    let changed = true;
    const verdict = await useUp(
      context,
      async (tx) => (changed = (await replaceCodes(tx, { id, before, after })).length === 1),
      rest,
    );
    if (changed) return verdict;
  }
  return 'wrong';
}

/** Judges the code of a sign-in that waits, and uses up both where it is right. Throws `second_factor_unreadable`. */
export function judgeCode(
  context: Context,
  sealing: Sealing,
  asked: { kind: CodeKind; personId: string; challenge: string; code: string },
): Promise<Verdict> {
  const { kind, personId, challenge, code } = asked;
  const rest: Use = (tx) => takeChallenge(tx, challenge, personId, now(context));
  return kind === 'totp'
    ? judgeTotp(context, sealing, { personId, code, verified: true }, rest)
    : judgeBackup(context, sealing, { personId, code }, rest);
}

/** Judges the first code of a second factor that is being set up, and uses it up. */
export const judgeFirstCode = (context: Context, sealing: Sealing, personId: string, code: string): Promise<Verdict> =>
  judgeTotp(context, sealing, { personId, code, verified: false }, async () => true);

/** True where the person has begun to set up a second factor, and not given a code of it yet. */
export const isSettingUp = async (db: Queries, personId: string): Promise<boolean> =>
  (await factorOf(db, { personId })).some(({ verified }) => !verified);
