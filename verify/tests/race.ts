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
import { newVisitor } from '../support/people.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';

const CLIENTS = 32;
const VISITORS = 16;
const BATCH = 50;

interface Round {
  number: number;
  chance: Chance;
  fleet: Fleet;
  tokens: string[];
  /** People who are signed in, to enroll by links. */
  visitors: { email: string; headers: Record<string, string> }[];
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

/** What one process has acknowledged, every other one knows. */
async function readElsewhere({ fleet, tokens, number, failures }: Round, through: number, id: number): Promise<void> {
  const { status } = await fleet.send(through, { path: `${API}/license/${id}`, token: tokens[1] as string });
  failures.unless(status === 200, `round ${number}: another process answered ${status} for license ${id}`);
}

/** More students than seats: every seat is given, none twice, and the rest is told that the pool is full. */
async function fill(round: Round): Promise<void> {
  const seats = seatsOf(round.number, 1);
  const replies = await together(
    Array.from({ length: CLIENTS }, (_, n) => async () => {
      const reply = await assign(round, n, 1, address(round, n));
      if (reply.status === 200) await readElsewhere(round, n + 1, reply.json().id);
      return reply;
    }),
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
  const ends: { id: number; reply: Reply }[] = [];
  const end = async (n: number, method: string, body?: object) => {
    const id = chance.pick(ids);
    const reply = await fleet.send(n, { method, path: `${API}/license/${id}`, token, ...(body ? { body } : {}) });
    if (reply.status === 200) ends.push({ id, reply });
    return reply;
  };
  const replies = await together(
    Array.from({ length: CLIENTS }, (_, n) => () => {
      const kind = n % 4;
      if (kind === 0) return end(n, 'DELETE');
      if (kind === 1) return end(n, 'PATCH', { endDate: '2020-01-01' });
      return assign(round, n, 1, address(round, n), { recycle: true });
    }),
  );
  const endedOnce = new Set(ends.map(({ id }) => id)).size === ends.length;
  failures.unless(endedOnce, `round ${number}: a license was ended twice`);
  const other = replies.filter((reply) => reply.status !== 200 && reply.status !== 400);
  failures.unless(other.length === 0, `round ${number}: other answers ${told(other)}`);
  failures.unless(
    count(replies, 400, 'no_available_licenses') === 0,
    `round ${number}: a false “full” although recycling was asked`,
  );
  await countEverywhere(round);
}

/** Every process counts the same, and never more than there are. Answers how many are out. */
async function countEverywhere({ fleet, tokens, number, failures }: Round): Promise<number> {
  const seats = seatsOf(number, 1);
  const outs = new Set<number>();
  for (const reader of fleet.servers.keys()) {
    const pool = await fleet.send(reader, { path: `${API}/pool/${poolOf(number, 1)}`, token: tokens[1] as string });
    const { assignedLicenses, availableLicenses } = pool.json();
    const fits = assignedLicenses <= seats && assignedLicenses + availableLicenses === seats;
    failures.unless(fits, `round ${number}: ${assignedLicenses} out and ${availableLicenses} left of ${seats}`);
    outs.add(assignedLicenses);
  }
  failures.unless(outs.size === 1, `round ${number}: the processes count ${[...outs]}`);
  return [...outs][0] ?? 0;
}

/** People come by a link while the same people, and others, are given licenses: the link keeps to what it offers. */
async function links(round: Round): Promise<void> {
  const { fleet, tokens, number, chance, failures, visitors } = round;
  const token = tokens[1] as string;
  const seats = seatsOf(number, 1);
  const offered = chance.whole(1, seats);
  const autoReassign = number % 3 !== 0 && chance.maybe(0.5);
  const body = { poolId: poolOf(number, 1), licenses: offered, autoReassign, whenFull: 'refuse' };
  const link = (await fleet.send(number, { method: 'POST', path: `${API}/links`, token, body })).json();
  const enroll = (n: number) => () =>
    fleet.send(n, {
      method: 'POST',
      path: `/api/app/links/${link.code}/enroll`,
      headers: visitors[n]?.headers ?? {},
      body: {},
    });
  const given = (n: number) => () => assign(round, n, 1, visitors[n % 8]?.email ?? '');
  const other = (n: number) => () => assign(round, n, 1, address(round, n));
  const asks = visitors.flatMap((_, n) => [enroll(n), n < 8 ? given(n) : other(n)]);
  const replies = await together(asks);
  const odd = replies.filter((reply) => reply.status !== 200 && reply.status !== 400);
  failures.unless(odd.length === 0, `round ${number}: other answers ${told(odd)}`);
  const byLink = replies.filter((_, n) => n % 2 === 0);
  failures.unless(
    autoReassign || count(byLink, 200) <= offered,
    `round ${number}: ${count(byLink, 200)} licenses by a link that offers ${offered}`,
  );
  const out = await countEverywhere(round);
  failures.unless(autoReassign || out === seats, `round ${number}: undersold, ${out} of ${seats}: ${told(replies)}`);
  const listed: { id: string; used: number }[] = (await fleet.send(number + 1, { path: `${API}/links`, token })).json();
  const used = listed.find(({ id }) => id === link.id)?.used ?? -1;
  failures.unless(used >= 0 && used <= offered, `round ${number}: a link that offers ${offered} has given ${used}`);
}

function told(replies: readonly Reply[]): string {
  const kinds = replies.map((reply) => `${reply.status} ${reply.json()?.code ?? ''}`.trim());
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, each]) => `${each.length} × ${kind}`).join(', ');
}

function play(round: Round): Promise<void> {
  const transferable = round.number % 3 !== 0;
  const game = transferable
    ? round.chance.weighted({ fill: 4, double: 2, repeat: 1, churn: 3, links: 2 })
    : round.chance.weighted({ fill: 4, double: 2, repeat: 1, links: 1 });
  return { fill, double, repeat, churn, links }[game](round);
}

export const race: Proof = {
  name: 'race',
  promise: 'never more licenses than seats, never two for one student, never a false “full”, whoever comes at once',
  unit: 'rounds',
  engines: both,
  full: 2000,
  short: 30,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith(plans(0, Math.min(BATCH, trial.n)), BATCH));
    const tokens = ['', await newToken(house, 1), await newToken(house, 2)];
    const visitors = await inHouse(house, (context) =>
      Promise.all(
        Array.from({ length: VISITORS }, async (_, n) => {
          const email = `visitor${n}@${DOMAIN}`;
          return { email, headers: await newVisitor(context, { email }) };
        }),
      ),
    );
    const fleet = await startFleet(trial, house, 4);
    const stopWriting = writeBeside(trial, house);
    for (let number = 0; number < trial.n; number++) {
      if (number > 0 && number % BATCH === 0) await load(house, worldWith(plans(number, BATCH), number + BATCH));
      await play({ number, chance, fleet, tokens, visitors, failures });
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
