import { now } from '../../src/context.ts';
import { system } from '../../src/event/record.ts';
import { publisherScope } from '../../src/principal.ts';
import { createToken } from '../../src/token/token.ts';
import { Chance } from '../support/chance.ts';
import { startFleet } from '../support/fleet.ts';
import {
  DOMAIN,
  damages,
  type House,
  inHouse,
  load,
  newHouse,
  newToken,
  withoutNotices,
  worldWith,
} from '../support/house.ts';
import { API, type Ask, type Reply } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';

const PUBLISHER = '/api/publisher/v1';
const PLAYER = '/api/player/v1';
const COURSE = 1;

const publisherToken = (house: House): Promise<string> =>
  inHouse(house, async (context) => {
    const issuer = { url: context.config.publicUrl, secret: context.config.secretKey };
    const asked = { scope: publisherScope, name: 'verify', permission: 'write' as const };
    return (await context.db.write((tx) => createToken(tx, asked, issuer, system, now(context)))).text;
  });

const openWithTokens = (house: House): Promise<void> =>
  inHouse(house, async ({ db }) => {
    const course = { launch_method: 'token' as const, launch_url: 'https://player.example/', certificates: 1 as const };
    await db.write((tx) => tx.kysely.updateTable('course').set(course).execute());
  });

/** The player's token in the address that a course opens at. */
function playerTokenIn(reply: Reply): string {
  const token = new URL(reply.json().url).searchParams.get('carrel_token') ?? '';
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).progress;
}

interface Round {
  student: number;
  license: number;
  player: string;
  publisher: string;
}

type Kind = 'ask' | 'report' | 'complete' | 'check' | 'publish' | 'launch';

const asks: Record<Kind, (of: Round, chance: Chance) => Ask> = {
  ask: ({ player }) => ({ path: `${PLAYER}/access`, token: player }),
  report: ({ player }, chance) => ({
    ...{ method: 'POST', path: `${PLAYER}/progress`, token: player },
    body: { percent: chance.whole(0, 99) },
  }),
  complete: ({ player }) => ({ method: 'POST', path: `${PLAYER}/progress`, token: player, body: { completed: true } }),
  check: ({ student, publisher }) => ({
    path: `${PUBLISHER}/access?courseId=${COURSE}&studentId=${student}`,
    token: publisher,
  }),
  publish: ({ student, publisher }) => ({
    ...{ method: 'POST', path: `${PUBLISHER}/progress`, token: publisher },
    body: { reports: [{ studentId: student, courseId: String(COURSE), percent: 100 }] },
  }),
  launch: ({ student, publisher }) => ({
    ...{ method: 'POST', path: `${PUBLISHER}/students/${student}/launch`, token: publisher },
    body: { courseId: String(COURSE) },
  }),
};

/** What an answer must be to who asked after the license had ended. */
const isClosed: Record<Kind, (reply: Reply) => boolean> = {
  ask: ({ status }) => status === 401,
  report: ({ status }) => status === 401,
  complete: ({ status }) => status === 401,
  check: (reply) => reply.status === 200 && reply.json().access === false,
  publish: ({ status }) => status === 200,
  launch: (reply) => reply.status === 400 && reply.json().code === 'no_license',
};

/** What it may be to who asked while it ended. */
const isFair: Record<Kind, (reply: Reply) => boolean> = {
  ask: ({ status }) => status === 200 || status === 401,
  report: ({ status }) => status === 200 || status === 401,
  complete: ({ status }) => status === 200 || status === 401,
  check: ({ status }) => status === 200,
  publish: ({ status }) => status === 200,
  launch: (reply) => reply.status === 200 || isClosed.launch(reply),
};

const KINDS = Object.keys(asks) as Kind[];
const LANES = 12;

export const launch: Proof = {
  name: 'launch',
  promise:
    'from the answer to a revocation on nobody opens, asks or reports; a course is completed, told and certified once',
  unit: 'rounds',
  engines: both,
  full: 400,
  short: 12,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial, { PLAYER_RATE_LIMIT_PER_MINUTE: '0', PUBLISHER_RATE_LIMIT_PER_MINUTE: '0' });
    await load(house, worldWith([{ id: 1, licenses: 1000 }]));
    await withoutNotices(house);
    await openWithTokens(house);
    const [manager, publisher] = [await newToken(house, 1), await publisherToken(house)];
    const fleet = await startFleet(trial, house, 2);
    const send = (ask: Ask) => fleet.send(chance.whole(0, 1), ask);
    const totals = { raced: 0, after: 0 };
    const students = new Map<number, boolean>();

    for (let n = 0; n < trial.n; n++) {
      const email = `person${n % 50}@${DOMAIN}`;
      const given = (
        await send({ method: 'POST', path: `${API}/pool/1/license`, token: manager, body: { email } })
      ).json();
      const start = { student: given.student.id, license: given.id, player: '', publisher };
      const round: Round = { ...start, player: playerTokenIn(await send(asks.launch(start, chance))) };
      const racing = async () => {
        const kind = chance.pick(KINDS);
        const reply = await send(asks[kind](round, chance));
        totals.raced++;
        if ((kind === 'complete' || kind === 'publish') && reply.status === 200) students.set(round.student, true);
        failures.unless(isFair[kind](reply), `${kind} beside a revocation: ${reply.status} ${reply.text}`);
      };
      const before = Array.from({ length: LANES }, racing);
      const revoked = send({ method: 'DELETE', path: `${API}/license/${round.license}`, token: manager });
      const beside = Array.from({ length: LANES }, racing);
      failures.unless((await revoked).status === 200, `the revocation: ${(await revoked).text}`);
      await Promise.all(
        KINDS.map(async (kind) => {
          const reply = await send(asks[kind](round, chance));
          totals.after++;
          if (kind === 'publish') students.set(round.student, true);
          failures.unless(isClosed[kind](reply), `${kind} after a revocation: ${reply.status} ${reply.text}`);
        }),
      );
      await Promise.all([...before, ...beside]);
      trial.progress((n + 1) / trial.n);
    }
    const counted = await inHouse(house, async ({ db }) => {
      const of = (kind: string) =>
        db.read.kysely
          .selectFrom('event')
          .select('student_id')
          .where('kind', '=', kind)
          .where('student_id', 'is not', null)
          .execute();
      const certificates = await db.read.kysely.selectFrom('certificate').select('student_id').execute();
      return { completed: await of('progress.completed'), issued: await of('certificate.issued'), certificates };
    });
    for (const [what, rows] of Object.entries(counted)) {
      const ids = rows.map(({ student_id }) => student_id);
      failures.unless(new Set(ids).size === ids.length, `${what}: told twice of somebody`);
      failures.unless(ids.length === students.size, `${what}: ${ids.length} of ${students.size} who completed`);
    }
    failures.addAll(await damages(house));
    const figure = `${totals.raced} requests beside revocations, ${totals.after} after them, ${students.size} certificates`;
    return { n: trial.n, figure, failures: failures.list() };
  },
};
