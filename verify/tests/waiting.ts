import { Chance } from '../support/chance.ts';
import { type Fleet, startFleet } from '../support/fleet.ts';
import { DOMAIN, damages, load, newHouse, newToken, type PoolPlan, worldWith } from '../support/house.ts';
import { API, type Reply } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';

const PEOPLE = 40;
const SEATS = 5;
const BATCH = 50;
const CALLS = 32;

interface Round {
  /** The pool and the course of the round. */
  id: number;
  chance: Chance;
  fleet: Fleet;
  token: string;
  failures: Failures;
}

interface Entry {
  id: string;
  state: string;
}

const plans = (first: number, count: number): PoolPlan[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ id: first + n + 1, managerId: 1, courseId: first + n + 1 },
    ...{ transferable: (first + n) % 5 !== 4, licenses: SEATS },
  }));

const address = ({ id, chance }: Round) => `w${id}-${chance.whole(1, PEOPLE)}@${DOMAIN}`;

/** Sends through any of the processes; what the server itself got wrong is a failure. */
async function send(round: Round, method: string, path: string, body?: object): Promise<Reply> {
  const { fleet, token, chance, failures, id } = round;
  const through = chance.whole(0, fleet.servers.length - 1);
  const reply = await fleet.send(through, { method, path: API + path, token, ...(body ? { body } : {}) });
  failures.unless(reply.status < 500, `pool ${id}: ${method} ${path} was answered ${reply.status} ${reply.text}`);
  return reply;
}

const list = async <T>(round: Round, path: string): Promise<T[]> => (await send(round, 'GET', path)).json();

/** Something that one of many does: mostly what frees seats, and what could take one that is held for somebody. */
async function act(round: Round, held: readonly { id: string }[], live: readonly Entry[]): Promise<void> {
  const { id, chance } = round;
  const one = (from: readonly { id: string }[]) => (from.length > 0 ? chance.pick(from).id : '1');
  const pool = `/pool/${id}`;
  const offered = live.filter(({ state }) => state === 'offered');
  const kind = chance.weighted({ wait: 6, revoke: 4, accept: 4, remove: 2, assign: 2, recycle: 1, many: 1, end: 1 });
  const actions: Record<typeof kind, () => Promise<unknown>> = {
    wait: () => send(round, 'POST', `${pool}/license`, { email: address(round), wait: true }),
    revoke: () => send(round, 'DELETE', `/license/${one(held)}`),
    accept: () => send(round, 'POST', `/waiting/${one(offered)}/accept`, {}),
    remove: () => send(round, 'DELETE', `/waiting/${one(live)}`),
    assign: () => send(round, 'POST', `${pool}/license`, { email: address(round) }),
    recycle: () => send(round, 'POST', `${pool}/license`, { email: address(round), recycle: true }),
    many: () => send(round, 'POST', `${pool}/bulk`, { rows: [{ email: address(round) }, { email: address(round) }] }),
    end: () => send(round, 'POST', '/licenses/revoke', { ids: held.slice(0, 2).map((license) => Number(license.id)) }),
  };
  await actions[kind]();
}

/** What must hold once everything was answered: all processes see it. */
async function settled(round: Round): Promise<void> {
  const { id, failures } = round;
  const { assignedLicenses, availableLicenses } = (await send(round, 'GET', `/pool/${id}`)).json();
  const waiting = await list<Entry>(round, `/waiting?poolId=${id}&state=waiting`);
  failures.unless(
    assignedLicenses + availableLicenses === SEATS && assignedLicenses <= SEATS,
    `pool ${id}: ${assignedLicenses} of ${SEATS} assigned, ${availableLicenses} available`,
  );
  failures.unless(
    waiting.length === 0 || availableLicenses === 0,
    `pool ${id}: ${availableLicenses} free while ${waiting.length} wait`,
  );
}

/** Offers come in the order of joining: who joined later is never offered a seat before who still waits. */
async function inOrder(round: Round): Promise<number> {
  const { id, failures } = round;
  const told = await list<{ id: string; poolId: number; after: { entry: number } }>(
    round,
    `/events?kind=waiting.offered&pageSize=1000`,
  );
  const own = told.filter(({ poolId }) => poolId === id).sort((a, b) => Number(a.id) - Number(b.id));
  const entries = own.map(({ after }) => after.entry);
  const late = entries.findIndex((entry, n) => n > 0 && entry < (entries[n - 1] ?? 0));
  failures.unless(late < 0, `pool ${id}: entry ${entries[late]} was offered a seat after entry ${entries[late - 1]}`);
  return entries.length;
}

async function play(round: Round): Promise<number> {
  await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) =>
      send(round, 'POST', `/pool/${round.id}/license`, { email: `w${round.id}-${n + 1}@${DOMAIN}`, wait: true }),
    ),
  );
  await settled(round);
  for (let wave = 0; wave < 3; wave++) {
    const [held, live] = await Promise.all([
      list<{ id: string }>(round, `/pool/${round.id}/licenses?pageSize=100`),
      list<Entry>(round, `/waiting?poolId=${round.id}&pageSize=100`),
    ]);
    await Promise.all(Array.from({ length: CALLS }, () => act(round, held, live)));
    await settled(round);
  }
  return inOrder(round);
}

export const waiting: Proof = {
  name: 'waiting',
  promise:
    'never more licenses and offers than seats, never a free seat while somebody waits, offers in the order of joining',
  unit: 'rounds',
  engines: both,
  full: 2000,
  short: 3,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith(plans(0, Math.min(BATCH, trial.n)), BATCH));
    const token = await newToken(house, 1);
    const fleet = await startFleet(trial, house, 4);
    let offers = 0;
    for (let number = 0; number < trial.n; number++) {
      if (number > 0 && number % BATCH === 0) await load(house, worldWith(plans(number, BATCH), number + BATCH));
      offers += await play({ id: number + 1, chance, fleet, token, failures });
      trial.progress(number / trial.n);
    }
    await fleet.stop();
    failures.addAll(await damages(house));
    const figure = `${failures.count} oversold, idle, out of order or failed; ${offers} offers, ${fleet.servers.length} processes`;
    return { n: trial.n, figure, failures: failures.list() };
  },
};
