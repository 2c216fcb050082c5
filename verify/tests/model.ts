import { serve } from '../../src/cli/serve.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, openContext } from '../../src/context.ts';
import { migrate } from '../../src/db/migrate.ts';
import { system } from '../../src/event/record.ts';
import { importRecords } from '../../src/import/import.ts';
import { readImport } from '../../src/import/read.ts';
import { expireLicenses } from '../../src/jobs/expire.ts';
import { createLog } from '../../src/log.ts';
import { managerScope } from '../../src/principal.ts';
import { DAY } from '../../src/rules/time.ts';
import { createToken, deleteToken } from '../../src/token/token.ts';
import { Driver, type Subject } from '../model/driver.ts';
import { Model, type ModelAddress, type ModelManager } from '../model/state.ts';
import { Chance } from '../support/chance.ts';
import { damages, newHouse } from '../support/house.ts';
import { Http } from '../support/http.ts';
import { makePerson, signedIn } from '../support/people.ts';
import { both, Failures, type Proof } from '../support/proof.ts';

const START = Date.parse('2026-03-01T08:00:00Z') / 1000;
const COMMANDS_PER_WORLD = 1000;
const ROOM = 1000;

/** Pairs of command and outcome that a long run has to meet, so that no rule goes untested. */
const WANTED = [
  ...[
    '200',
    'pool_not_running',
    'end_date_in_past',
    'domain_not_allowed',
    'already_enrolled',
    'recycle_not_allowed',
  ].map((o) => `assign → ${o}`),
  ...['no_available_licenses', 'not_found', 'invalid_request', 'forbidden', 'unauthorized'].map((o) => `assign → ${o}`),
  ...[
    '200',
    'license_inactive',
    'license_not_editable',
    'not_found',
    'invalid_request',
    'forbidden',
    'unauthorized',
  ].map((o) => `edit → ${o}`),
  ...['200', 'license_inactive', 'license_not_revokable', 'not_found', 'forbidden', 'unauthorized'].map(
    (o) => `revoke → ${o}`,
  ),
  ...['pool', 'course', 'license', 'licensesOfPool', 'student'].flatMap((read) => [
    `${read} → 200`,
    `${read} → not_found`,
  ]),
  ...['200', 'not_found', 'pool_not_running', 'invalid_request', 'forbidden'].map((o) => `link → ${o}`),
  ...['200', 'not_found', 'link_closed', 'forbidden'].map((o) => `unlink → ${o}`),
  ...['200', 'not_found', 'link_closed', 'pool_not_running', 'domain_not_allowed', 'already_enrolled'].map(
    (o) => `enroll → ${o}`,
  ),
  ...['link_used_up', 'no_available_licenses'].map((o) => `enroll → ${o}`),
  ...['200', 'not_found', 'forbidden', 'unauthorized'].map((o) => `bulk → ${o}`),
  ...[
    ...['assigned', 'pool_not_running', 'domain_not_allowed', 'already_enrolled', 'recycle_not_allowed'],
    ...['end_date_in_past', 'no_available_licenses', 'invalid_request'],
  ].map((o) => `row → ${o}`),
  ...['revoked', 'not_found', 'license_inactive', 'license_not_revokable'].map((o) => `one → ${o}`),
  ...['reassign', 'links', 'preview', 'revokeMany'].map((o) => `${o} → 200`),
  ...['recycle', 'me', 'pools', 'courses', 'licenses', 'students', 'clock back', 'clock forward', 'pool added'].map(
    (read) => `${read} → 200`,
  ),
];

function addresses(world: number): ModelAddress[] {
  const at = (name: string, domain: string, ascii = domain): ModelAddress => {
    const text = `${name}.w${world}@${domain}`;
    return { text, shown: text, key: `${name}.w${world}@${ascii}`.toLowerCase(), domain: ascii.toLowerCase() };
  };
  const plain = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ivy'].map((name) => at(name, 'one.example'));
  const spelled = [
    at('ANN', 'One.Example'),
    at('bob', 'ONE.EXAMPLE'),
    { ...at('cat', 'one.example'), text: `  cat.w${world}@one.example ` },
  ];
  const elsewhere = [
    at('jim', 'two.example'),
    at('kim', 'sub.one.example'),
    at('leo', 'bücher.example', 'xn--bcher-kva.example'),
    at('mia', 'one.example.org'),
  ];
  const broken = [
    '',
    'nobody',
    '@one.example',
    'a b@one.example',
    'x@one.example/x',
    `${'x'.repeat(65)}@one.example`,
    'x@[127.0.0.1]',
    'a..b@one.example',
  ];
  return [
    ...plain,
    ...plain,
    ...spelled,
    ...elsewhere,
    ...broken.map((text) => ({ text, key: null, shown: text, domain: '' })).slice(world % 4, (world % 4) + 2),
  ];
}

function newWorld(chance: Chance, world: number): Model {
  const model = new Model();
  model.now = START;
  const base = world * ROOM;
  const manager = (n: number, domains: string[]): ModelManager => ({
    id: base + n,
    name: `Manager ${n}`,
    email: `m${n}@one.example`,
    domains,
  });
  model.managers = [manager(1, ['one.example', 'xn--bcher-kva.example']), manager(2, ['one.example', 'two.example'])];
  model.courses = [1, 2, 3, 4].map((n) => ({ id: base + n, title: `Course ${n}` }));
  const midnight = Math.floor(START / DAY) * DAY;
  const spans: [number, number][] = [
    [-30, 200],
    [-30, 200],
    [-30, 400],
    [-5, 4],
    [-100, -1],
    [5, 60],
    [-1, 15],
  ];
  model.pools = spans.map(([from, to], n) => ({
    id: base + n + 1,
    manager: base + 1 + (n % 2),
    course: base + 1 + (n % 3),
    transferable: n % 3 !== 1,
    licenses: chance.whole(1, 4),
    start: midnight + from * DAY,
    end: midnight + to * DAY,
  }));
  return model;
}

const iso = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;

const poolRecord = (pool: Model['pools'][number]) => ({
  id: pool.id,
  managerId: pool.manager,
  courseId: pool.course,
  transferable: pool.transferable,
  licenses: pool.licenses,
  start: iso(pool.start),
  end: iso(pool.end),
});

async function settle(context: Context, model: Model): Promise<Subject['tokens']> {
  await importInto(context, {
    managers: model.managers.map(({ id, name, email, domains }) => ({ id, name, email, allowedDomains: domains })),
    courses: model.courses,
    pools: model.pools.map(poolRecord),
  });
  const tokens: Subject['tokens'] = new Map();
  const issuer = { url: context.config.publicUrl, secret: context.config.secretKey };
  for (const { id: managerId } of model.managers) {
    const make = (permission: 'read' | 'write') =>
      context.db.write((tx) =>
        createToken(tx, { scope: managerScope(managerId), name: 'model', permission }, issuer, system, START),
      );
    const [write, read, dead] = [await make('write'), await make('read'), await make('write')];
    await context.db.write((tx) => deleteToken(tx, { scope: managerScope(managerId), id: dead.id }, system, START));
    tokens.set(managerId, { write: write.text, read: read.text, dead: dead.text });
  }
  return tokens;
}

async function importInto(context: Context, file: object) {
  using records = await readImport(file);
  return await context.db.write((tx) => importRecords(tx, records, system, Math.floor(context.clock() / 1000)));
}

/** Signs the person in, at the time it is now; the account is made when it is first needed. */
async function visitorOf(context: Context, people: Map<string, string>, email: string) {
  const id = people.get(email) ?? (await makePerson(context, { email, name: 'Visitor' }));
  people.set(email, id);
  return signedIn(context, id);
}

export const model: Proof = {
  name: 'model',
  promise: 'every answer is the one that the rules of the contract give, whatever was done before',
  unit: 'commands',
  engines: both,
  full: 100_000,
  short: 1200,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial, { PORT: '0' });
    const clock = { ms: START * 1000 };
    const opened = openContext(readConfig(house.environment), createLog('silent'), (error) =>
      failures.add(String(error)),
    );
    const context: Context = { ...opened, clock: () => clock.ms };
    await migrate(context.db, START);
    const server = await serve(context);
    const http = new Http(server.url);
    trial.cleanUp(async () => {
      http.close();
      await server.stop(0);
      await context.db.close();
    });
    const seen = new Set<string>();
    const people = new Map<string, string>();
    let done = 0;
    for (let world = 1; done < trial.n && failures.count === 0; world++) {
      const chance = new Chance(trial.seed + world);
      const state = newWorld(chance, world);
      clock.ms = START * 1000;
      const driver = new Driver(
        {
          http,
          tokens: await settle(context, state),
          visitor: (email) => visitorOf(context, people, email),
          setClock: (seconds) => {
            clock.ms = seconds * 1000;
          },
          sweep: async () => {
            while ((await expireLicenses(context)) > 0);
          },
          addPool: async (_, pool) => void (await importInto(context, { pools: [poolRecord(pool)] })),
        },
        state,
        chance,
        failures,
        addresses(world),
      );
      const goal = Math.min(COMMANDS_PER_WORLD, trial.n - done);
      while (driver.commands < goal && failures.count === 0) {
        await driver.step();
        if (driver.commands % 100 === 0) await driver.compareAll();
      }
      if (failures.count > 0) failures.add(`in world ${world}: repeat with --seed ${trial.seed}`);
      for (const pair of driver.seen.keys()) seen.add(pair);
      done += driver.commands;
      trial.progress(done / trial.n);
    }
    const unseen = WANTED.filter((pair) => !seen.has(pair));
    if (done >= 10_000) failures.addAll(unseen.map((pair) => `never met: ${pair}`));
    failures.addAll(await damages(house));
    return {
      n: done,
      figure: `${failures.count} divergences; ${WANTED.length - unseen.length} of ${WANTED.length} pairs of command and outcome met`,
      failures: failures.list(),
    };
  },
};
