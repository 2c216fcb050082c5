import { randomUUID } from 'node:crypto';
import type { Transaction } from '../db/database.ts';
import { takeStatementLock } from '../db/dialect.ts';
import { Refusal } from '../errors.ts';
import { abandoned, foreignIn, isSatisfied, misplacedIn, satisfied, withStatement } from '../rules/xapi/cmi5.ts';
import { readSpans } from '../rules/xapi/spans.ts';
import { endSession, keepSaid, type Launch, openSession } from './cmi5-session.ts';
import type { Given } from './compose.ts';
import { targetsOf } from './reference.ts';
import { type Kept, storeStatements } from './store.ts';

/** Where and when something is reported. */
export interface Place {
  publicUrl: string;
  /** Milliseconds. */
  ms: number;
}

const secondsOf = ({ ms }: Place): number => Math.floor(ms / 1000);

const asGiven = (value: Record<string, unknown>): Given => {
  const id = randomUUID();
  const text = JSON.stringify({ id, ...value });
  return { id, value: { id, ...value }, text, span: readSpans(text) };
};

/** Stores a statement that Carrel itself makes of a launch. */
export const storeOwn = (
  tx: Transaction,
  statement: Record<string, unknown>,
  { publicUrl, ms }: Place,
): Promise<Kept[]> =>
  storeStatements(
    tx,
    { statements: [asGiven(statement)], attachments: [], isBatch: false },
    {
      credentialId: 'carrel',
      authority: { objectType: 'Agent', name: 'Carrel', account: { homePage: publicUrl, name: 'carrel' } },
      version: '1.0.3',
      definesActivities: true,
    },
    ms,
  );

const refuse = ({ pointer, detail }: { pointer: string; detail: string }) =>
  new Refusal('forbidden', { detail: `${pointer}: ${detail}`, errors: [{ pointer, detail }] });

/**
 * Holds statements of a launch to it and to the order of cmi5 (sections 7.1 and 9.3). Others of the session wait until
 * this transaction ends. What came before already is not looked at again; null where nothing is new. Throws `forbidden`, saying which member.
 */
export async function assertOfLaunch(
  tx: Transaction,
  id: string,
  statements: readonly Given[],
  { publicUrl }: Place,
): Promise<Launch | null> {
  await takeStatementLock(tx);
  const known = await targetsOf(
    tx,
    statements.map((statement) => statement.id),
  );
  const fresh = statements.filter((statement) => !known.has(statement.id));
  if (fresh.length === 0) return null;
  const launch = await openSession(tx, id, publicUrl);
  if (!launch) throw new Refusal('forbidden', { detail: 'The session of this launch has ended.' });
  let { said } = launch;
  for (const { value } of fresh) {
    const wrong = foreignIn(value, launch) ?? misplacedIn(value, launch, said);
    if (wrong) throw refuse(wrong);
    said = withStatement(said, value);
  }
  return { ...launch, said };
}

/** States that the course is done, once in a registration. */
export async function stateSatisfied(tx: Transaction, launch: Launch, place: Place): Promise<Launch> {
  if (launch.satisfied || !isSatisfied(launch.moveOn, launch.said)) return launch;
  await storeOwn(tx, satisfied(launch, new Date(place.ms).toISOString()), place);
  return { ...launch, satisfied: true };
}

/** Keeps what statements of a launch said, and states what follows from it. */
export async function followLaunch(tx: Transaction, launch: Launch, place: Place): Promise<void> {
  await keepSaid(tx, await stateSatisfied(tx, launch, place), secondsOf(place));
}

/** Ends sessions that their units did not end, and states that. */
export async function abandon(tx: Transaction, launches: readonly Launch[], place: Place): Promise<void> {
  for (const launch of launches) {
    await storeOwn(tx, abandoned(launch, new Date(place.ms).toISOString(), launch.lastAt - launch.launchedAt), place);
    await endSession(tx, launch.id, secondsOf(place));
  }
}
