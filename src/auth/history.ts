import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { personActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type NewMail, record } from '../event/record.ts';
import { DAY } from '../rules/time.ts';
import { browserName } from './browser.ts';
import { network } from './throttle.ts';

/** How long what happened to an account is kept. */
const KEPT_SECONDS = 90 * DAY;
/** What its page shows. */
const MAX_SHOWN = 20;

/** What happened to an account or its ways in. */
export type SecurityKind =
  | 'signed_in'
  | 'sign_in_failed'
  | 'code_failed'
  | 'codes_stopped'
  | 'new_device'
  | 'device_trusted'
  | 'device_removed'
  | 'session_ended'
  | 'sessions_ended'
  | 'password_changed'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'backup_codes_renewed';

/** Of these the person is told by mail: somebody else may have done them. */
const told = [
  'codes_stopped',
  'new_device',
  'device_trusted',
  'password_changed',
  'second_factor_on',
  'second_factor_off',
  'backup_codes_renewed',
] as const satisfies SecurityKind[];

const isTold = (kind: SecurityKind): kind is (typeof told)[number] => (told as readonly SecurityKind[]).includes(kind);

/** Where something came from: a browser by its name, and a network by a hash that says nothing else. */
export interface Origin {
  browser: string;
  networkHash: string;
}

export function originFrom({ config }: Pick<Context, 'config'>, address: string, agent: string): Origin {
  const hash = createHmac('sha256', config.secretKey)
    .update(`network ${network(address)}`)
    .digest('base64url');
  return { browser: browserName(agent), networkHash: hash.slice(0, 22) };
}

export const originOf = (context: Pick<Context, 'config'>, request: FastifyRequest): Origin =>
  originFrom(context, request.ip, request.headers['user-agent'] ?? '');

const insert = prepare(
  (
    db,
    p: { id: string; personId: string; at: number; kind: string; browser: string; network: string; until: number },
  ) =>
    db.insertInto('security_event').values({
      id: p.id,
      person_id: p.personId,
      at: p.at,
      kind: p.kind,
      browser: p.browser,
      network_hash: p.network,
      keep_until: p.until,
    }),
);

const latest = prepare((db, p: { personId: string; most: number }) =>
  db
    .selectFrom('security_event')
    .select(['id', 'at', 'kind', 'browser', 'network_hash'])
    .where('person_id', '=', p.personId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.most),
);

const same = prepare((db, p: { personId: string; network: string; browser: string }) =>
  db
    .selectFrom('security_event')
    .select('id')
    .where('person_id', '=', p.personId)
    .where('kind', '=', 'signed_in')
    .where('network_hash', '=', p.network)
    .where('browser', '=', p.browser)
    .limit(1),
);

/** Whose account it is. */
export interface Owner {
  id: string;
  email: string;
}

function letter(owner: Owner, kind: SecurityKind, { browser }: Origin, at: number): NewMail {
  return { kind: 'security_notice', to: owner.email, payload: { what: kind, browser, at: String(at) } };
}

/** Writes down what happened to an account, and tells its owner where somebody else may have done it. */
export async function note(
  tx: Transaction,
  owner: Owner,
  kind: SecurityKind,
  origin: Origin,
  at: number,
): Promise<void> {
  const { browser, networkHash } = origin;
  const row = { id: randomUUID(), personId: owner.id, at, kind, browser, network: networkHash };
  await insert(tx, { ...row, until: at + KEPT_SECONDS });
  if (!isTold(kind)) return;
  const by = personActor({ ...owner, name: '' }); // by the address, which is what the account is
  record(tx, { managerId: null, at, kind: `account.${kind}`, by }, letter(owner, kind, origin, at));
}

/** Notes what a request did to the visitor's account. */
export const noteOf = (context: Context, request: FastifyRequest, owner: Owner, kind: SecurityKind): Promise<void> =>
  context.db.write((tx) => note(tx, owner, kind, originOf(context, request), now(context)));

/** True where the person has signed in from such a browser in that network before. */
export const isUsual = async (tx: Queries, personId: string, { networkHash, browser }: Origin): Promise<boolean> =>
  (await same(tx, { personId, network: networkHash, browser })).length > 0;

/** What happened to the account lately, the latest first. Times in seconds. */
export async function listHistory(db: Queries, personId: string) {
  const rows = await latest(db, { personId, most: MAX_SHOWN });
  return rows.map(({ id, at, kind, browser }) => ({ id, at: new Date(at * 1000).toISOString(), kind, browser }));
}
