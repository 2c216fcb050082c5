import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { type Fleet, startFleet } from '../support/fleet.ts';
import { load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';

const LIMIT = 25;
const WINDOW_MS = 60_000;
/** A connection for each request: one that was kept may be closed by the server while the client rests. */
const FRESH = { connection: 'close' };

interface Hit {
  sent: number;
  received: number;
}

/** One request; the accepted ones are kept with the time in which they must have been counted. */
async function knock(fleet: Fleet, through: number, token: string, accepted: Hit[], failures: Failures) {
  const sent = performance.now();
  const reply = await fleet.send(through, { path: `${API}/me`, token, headers: FRESH });
  if (reply.status === 200) accepted.push({ sent, received: performance.now() });
  else
    failures.unless(
      reply.status === 429 && Number(reply.headers['retry-after']) >= 1,
      `answered ${reply.status} with Retry-After ${reply.headers['retry-after']}`,
    );
  return reply;
}

/** The most that were certainly accepted within one window. */
function mostInWindow(hits: Hit[]): number {
  const bySent = hits.toSorted((a, b) => a.sent - b.sent);
  return Math.max(
    0,
    ...bySent.map(({ sent }) => bySent.filter((hit) => hit.sent >= sent && hit.received < sent + WINDOW_MS).length),
  );
}

/** Bursts over every process and both tokens of one manager, whenever chance says. */
async function hammer(
  fleet: Fleet,
  tokens: string[],
  chance: Chance,
  until: number,
  failures: Failures,
): Promise<Hit[]> {
  const accepted: Hit[] = [];
  let through = 0;
  do {
    const burst = Array.from({ length: chance.whole(1, 60) }, () =>
      knock(fleet, through++, chance.pick(tokens), accepted, failures),
    );
    await Promise.all(burst);
    await pause(chance.whole(0, 3000));
  } while (performance.now() < until);
  return accepted;
}

/** 24 requests a minute, evenly: never refused. */
async function stroll(fleet: Fleet, token: string, until: number, failures: Failures): Promise<number> {
  let n = 0;
  for (let next = performance.now(); next < until; next += WINDOW_MS / 24) {
    await pause(Math.max(0, next - performance.now()));
    const reply = await fleet.send(n++, { path: `${API}/me`, token, headers: FRESH });
    failures.unless(reply.status === 200, `a client at 24 a minute was answered ${reply.status}`);
  }
  return n;
}

/** Always as fast as it may, and after a refusal as long asleep as it was told: then it must be let in. */
async function obey(fleet: Fleet, token: string, until: number, failures: Failures): Promise<void> {
  for (let n = 0; performance.now() < until; n++) {
    const reply = await fleet.send(n, { path: `${API}/me`, token, headers: FRESH });
    if (reply.status === 200) continue;
    await pause(Number(reply.headers['retry-after']) * 1000);
    const again = await fleet.send(n, { path: `${API}/me`, token, headers: FRESH });
    failures.unless(again.status === 200, `refused again after waiting ${reply.headers['retry-after']} s as told`);
  }
}

export const rate: Proof = {
  name: 'rate',
  promise:
    'exactly 25 requests of a manager in any 60 seconds, over all tokens and processes; none refused without need',
  unit: 'minutes',
  engines: both,
  full: 4,
  short: 0,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial, { RATE_LIMIT_PER_MINUTE: String(LIMIT) });
    const world = worldWith([{ id: 1, licenses: 10 }]);
    await load(house, {
      ...world,
      managers: [1, 2, 3].map((id) => ({ id, name: `M${id}`, email: `m${id}@one.example`, allowedDomains: [] })),
    });
    const tokens = [await newToken(house, 1), await newToken(house, 1, 'read')];
    const [steady, obedient] = [await newToken(house, 2), await newToken(house, 3)];
    const fleet = await startFleet(trial, house, 4);
    const first: Hit[] = [];
    await Promise.all(Array.from({ length: 100 }, (_, n) => knock(fleet, n, tokens[n % 2] as string, first, failures)));
    failures.unless(first.length === LIMIT, `${first.length} of 100 at once were accepted`);
    const until = performance.now() + trial.n * WINDOW_MS;
    const ticking = setInterval(() => trial.progress(1 - (until - performance.now()) / (trial.n * WINDOW_MS)), 1000);
    const [hits, strolled] =
      trial.n > 0
        ? await Promise.all([
            hammer(fleet, tokens, chance, until, failures),
            stroll(fleet, steady, until, failures),
            obey(fleet, obedient, until, failures),
          ])
        : [[], 0];
    clearInterval(ticking);
    const most = mostInWindow([...first, ...hits]);
    failures.unless(most <= LIMIT, `${most} accepted within 60 seconds`);
    const least = trial.n >= 2 ? hits.length >= LIMIT * (trial.n - 1) * 0.8 : true;
    failures.unless(least, `only ${hits.length} accepted in ${trial.n} minutes of hammering`);
    return {
      n: trial.n,
      figure: `at most ${most} in any 60 s; ${strolled} at 24 a minute, ${failures.count} wrong; ${fleet.servers.length} processes`,
      failures: failures.list(),
    };
  },
};
