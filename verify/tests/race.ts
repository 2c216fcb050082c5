import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { type Fleet, startFleet } from '../support/fleet.ts';
import {
  DOMAIN,
  damages,
  type House,
  inHouse,
  load,
  newHouse,
  newToken,
  type PoolPlan,
  worldWith,
} from '../support/house.ts';
import { API, type Reply } from '../support/http.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';

const CLIENTS = 32;
const BATCH = 50;

interface Round {
  number: number;
  chance: Chance;
  fleet: Fleet;
  tokens: string[];
  failures: Failures;
}

/** Each round has two pools of one course of its own: one of manager 1, one of manager 2. */
const poolOf = (round: number, managerId: number) => round * 2 + managerId;
const seatsOf = (round: number, managerId: number) => 1 + ((round * 7 + managerId) % 9);

function plans(first: number, count: number): PoolPlan[] {
  return Array.from({ length: count }, (_, n) => first + n).flatMap((round) =>
    [1, 2].map((managerId) => ({
      id: poolOf(round, managerId),
      managerId,
      courseId: round + 1,
      transferable: round % 3 !== 0,
      licenses: seatsOf(round, managerId),
    })),
  );
}

/** On SQLite, a second process writes beside the server all the time, as a command does. */
function writeBeside(trial: Trial, house: House): () => Promise<void> {
  if (trial.engine === 'postgres') return async () => {};
  let stopping = false;
  const writing = inHouse(house, async ({ db }) => {
    for (; !stopping; await pause(3))
      await db.write((tx) => tx.script(`update course set title = title where id = 1`)).catch(() => {});
  });
  return () => {
    stopping = true;
    return writing;
  };
}

/** Lets all of them go at once. */
const together = (asks: (() => Promise<Reply>)[]) => Promise.all(asks.map((ask) => ask()));

const count = (replies: readonly Reply[], status: number, code?: string) =>
  replies.filter((reply) => reply.status === status && (code === undefined || reply.json()?.code === code)).length;

function assign({ fleet, tokens, number }: Round, client: number, managerId: number, email: string, more: object = {}) {
  const path = `${API}/pool/${poolOf(number, managerId)}/license`;
  return fleet.send(client, { method: 'POST', path, token: tokens[managerId] as string, body: { email, ...more } });
}

const address = (round: Round, name: string | number) => `r${round.number}-${name}@${DOMAIN}`;

/** More students than seats: every seat is given, none twice, and the rest is told that the pool is full. */
async function fill(round: Round): Promise<void> {
  const seats = seatsOf(round.number, 1);
  const replies = await together(
    Array.from({ length: CLIENTS }, (_, n) => () => assign(round, n, 1, address(round, n))),
  );
  const given = count(replies, 200);
  const full = count(replies, 400, 'no_available_licenses');
  round.failures.unless(given <= seats, `round ${round.number}: oversold, ${given} of ${seats}`);
  round.failures.unless(given >= Math.min(seats, CLIENTS), `round ${round.number}: undersold, ${given} of ${seats}`);
  round.failures.unless(given + full === CLIENTS, `round ${round.number}: other answers ${told(replies)}`);
}

/** One student asked for everywhere at once: one license, and the others hear that the student is enrolled. */
async function double(round: Round): Promise<void> {
  const email = address(round, 'same');
  const replies = await together(Array.from({ length: CLIENTS }, (_, n) => () => assign(round, n, 1 + (n % 2), email)));
  const given = count(replies, 200);
  round.failures.unless(given === 1, `round ${round.number}: ${given} licenses for one student`);
  round.failures.unless(
    count(replies, 400, 'already_enrolled') === CLIENTS - given,
    `round ${round.number}: other answers ${told(replies)}`,
  );
}

/** One request sent many times with one key: one license, one answer. */
async function repeat(round: Round): Promise<void> {
  const { fleet, tokens, number } = round;
  const ask = {
    method: 'POST',
    path: `${API}/pool/${poolOf(number, 1)}/license`,
    token: tokens[1] as string,
    body: { email: address(round, 'key') },
    headers: { 'idempotency-key': `round-${number}` },
  };
  const replies = await together(Array.from({ length: CLIENTS }, (_, n) => () => fleet.send(n, ask)));
  const texts = new Set(replies.filter((reply) => reply.status === 200).map((reply) => reply.text));
  const first = replies.filter((reply) => reply.status === 200 && !reply.headers['idempotent-replayed']).length;
  round.failures.unless(
    texts.size === 1 && first === 1,
    `round ${number}: ${texts.size} answers, ${first} effects for one key`,
  );
  round.failures.unless(
    count(replies, 200) + count(replies, 503) === CLIENTS,
    `round ${number}: other answers ${told(replies)}`,
  );
}

/** Full pool, everybody recycles, revokes and changes at once: never more out than there are seats. */
async function churn(round: Round): Promise<void> {
  const { fleet, tokens, number, chance, failures } = round;
  const token = tokens[1] as string;
  const seats = seatsOf(number, 1);
  const first = await together(
    Array.from({ length: seats }, (_, n) => () => assign(round, n, 1, address(round, `old${n}`))),
  );
  const ids = first.map((reply) => reply.json().id);
  const replies = await together(
    Array.from({ length: CLIENTS }, (_, n) => () => {
      const id = chance.pick(ids);
      const kind = n % 4;
      if (kind === 0) return fleet.send(n, { method: 'DELETE', path: `${API}/license/${id}`, token });
      if (kind === 1)
        return fleet.send(n, { method: 'PATCH', path: `${API}/license/${id}`, token, body: { endDate: '2020-01-01' } });
      return assign(round, n, 1, address(round, n), { recycle: true });
    }),
  );
  const other = replies.filter((reply) => reply.status !== 200 && reply.status !== 400);
  failures.unless(other.length === 0, `round ${number}: other answers ${told(other)}`);
  failures.unless(
    count(replies, 400, 'no_available_licenses') === 0,
    `round ${number}: a false “full” although recycling was asked`,
  );
  for (const reader of fleet.servers.keys()) {
    const pool = await fleet.send(reader, { path: `${API}/pool/${poolOf(number, 1)}`, token });
    const { assignedLicenses, availableLicenses } = pool.json();
    const fits = assignedLicenses <= seats && assignedLicenses + availableLicenses === seats;
    failures.unless(fits, `round ${number}: ${assignedLicenses} out and ${availableLicenses} left of ${seats}`);
  }
}

function told(replies: readonly Reply[]): string {
  const kinds = replies.map((reply) => `${reply.status} ${reply.json()?.code ?? ''}`.trim());
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, each]) => `${each.length} × ${kind}`).join(', ');
}

function play(round: Round): Promise<void> {
  const transferable = round.number % 3 !== 0;
  const game = transferable
    ? round.chance.weighted({ fill: 4, double: 2, repeat: 1, churn: 3 })
    : round.chance.weighted({ fill: 4, double: 2, repeat: 1 });
  return { fill, double, repeat, churn }[game](round);
}

export const race: Proof = {
  name: 'race',
  promise: 'never more licenses than seats, never two for one student, never a false “full”, whoever comes at once',
  unit: 'rounds',
  engines: both,
  full: 2000,
  short: 60,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith(plans(0, Math.min(BATCH, trial.n)), BATCH));
    const tokens = ['', await newToken(house, 1), await newToken(house, 2)];
    const fleet = await startFleet(trial, house, 4);
    const stopWriting = writeBeside(trial, house);
    for (let number = 0; number < trial.n; number++) {
      if (number > 0 && number % BATCH === 0) await load(house, worldWith(plans(number, BATCH), number + BATCH));
      await play({ number, chance, fleet, tokens, failures });
      trial.progress(number / trial.n);
    }
    await stopWriting();
    await fleet.stop();
    failures.addAll(await damages(house));
    const processes = fleet.servers.length;
    return {
      n: trial.n,
      figure: `${failures.count} oversold, doubled, undersold or failed; ${processes} processes, ${CLIENTS} clients`,
      failures: failures.list(),
    };
  },
};
