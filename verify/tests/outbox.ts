import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { AT_ONCE } from '../../src/mail/sender.ts';
import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, type House, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';
import { freePort, type ServerProcess, startServer } from '../support/server.ts';

const QUIET_MS = 90_000;

/** Receives mail badly: refuses for now, cuts before and after it has taken a mail, is slow. A mail is never refused twice. */
async function badReceiver(
  trial: Trial,
  chance: Chance,
): Promise<{ port: number; taken: Map<string, number>; cutAfter: number }> {
  const taken = new Map<string, number>();
  const receiver = { port: 0, taken, cutAfter: 0 };
  const troubled = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, answer) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      stream.on('end', () => {
        const id = /^Message-ID: <([^@>]+)@/im.exec(text)?.[1] ?? 'none';
        const trouble = troubled.has(id)
          ? 'none'
          : chance.weighted({ none: 10, later: 1, cutBefore: 0.5, cutAfter: 0.5, slow: 1 });
        troubled.add(id);
        const socket = (session as unknown as { connection?: { _socket?: { destroy(): void } } }).connection?._socket;
        if (trouble === 'later') return answer(Object.assign(new Error('try again'), { responseCode: 451 }));
        if (trouble === 'cutBefore' && socket) return socket.destroy();
        taken.set(id, (taken.get(id) ?? 0) + 1);
        if (trouble === 'cutAfter' && socket) {
          receiver.cutAfter++;
          return socket.destroy();
        }
        setTimeout(answer, trouble === 'slow' ? chance.whole(1, 500) : 0);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  trial.cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  receiver.port = (server.server.address() as AddressInfo).port;
  return receiver;
}

interface Row {
  id: string;
  done_at: number | null;
  failed_at: number | null;
  attempts: number;
  error: string | null;
}

const rowsOf = (house: House): Promise<Row[]> =>
  inHouse(house, ({ db }) =>
    db.snapshot((queries) =>
      queries.kysely.selectFrom('outbox').select(['id', 'done_at', 'failed_at', 'attempts', 'error']).execute(),
    ),
  );

/** Undoes the transactions of some requests at their last statement, when all else, mails too, has been written. */
export const undoing = {
  sqlite: `create trigger verify_undone before update on idempotency when new.key like 'undone%'
    begin select raise(abort, 'undone for verification'); end`,
  postgres: `create function verify_undone() returns trigger language plpgsql as
    $$ begin raise exception 'undone for verification'; end $$;
    create trigger verify_undone before update on idempotency for each row when (new.key like 'undone%')
    execute function verify_undone()`,
};

/** The three kinds of request: four parts are done, and one part each is refused or undone. */
function request(n: number): { email: string; key: string; wanted: number } {
  if (n % 5 === 4) return { email: `o${n - 2}@${DOMAIN}`, key: `o${n}`, wanted: 400 }; // enrolled already
  if (n % 5 === 3) return { email: `o${n}@${DOMAIN}`, key: `undone${n}`, wanted: 500 };
  return { email: `o${n}@${DOMAIN}`, key: `o${n}`, wanted: 200 };
}

export const outbox: Proof = {
  name: 'outbox',
  promise:
    'every change that was made is told by mail, none that was undone, and whoever hears it twice hears the same id',
  unit: 'requests',
  engines: both,
  full: 10_000,
  short: 60,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const receiver = await badReceiver(trial, chance);
    const house = await newHouse(trial, {
      SMTP_URL: `smtp://127.0.0.1:${receiver.port}`,
      MAIL_FROM: 'carrel@verify.example',
    });
    await load(house, worldWith([1, 2].map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    await inHouse(house, ({ db }) => db.write((tx) => tx.script(undoing[trial.engine])));
    const servers: ServerProcess[] = [];
    for (let n = 0; n < (trial.engine === 'postgres' ? 2 : 1); n++)
      servers.push(await startServer(trial, house, { port: await freePort() }));
    const clients = servers.map(({ url }) => new Http(url, 4));
    const kills = Math.max(1, Math.floor(trial.n / 500));
    for (let n = 0; n < trial.n; n++) {
      const { email, key, wanted } = request(n);
      const ask = {
        method: 'POST',
        path: `${API}/pool/${1 + (n % 2)}/license`,
        token,
        body: { email },
        headers: { 'idempotency-key': key },
      };
      const through = n % servers.length;
      const send = () => (clients[through] as Http).send(ask).catch(() => null);
      let reply = await send();
      for (let tries = 0; (!reply || reply.status === 503) && tries < 50; tries++) {
        await pause(50);
        reply = await send();
      }
      failures.unless(reply?.status === wanted, `request ${n}: ${reply?.status} ${reply?.text.slice(0, 200)}`);
      if (n % Math.ceil(trial.n / kills) === Math.floor(trial.n / kills / 2)) {
        await servers[through]?.kill('SIGKILL');
        servers[through] = await startServer(trial, house, { port: (servers[through] as ServerProcess).port });
      }
      trial.progress((n / trial.n) * 0.8);
    }
    let rows = await rowsOf(house);
    for (const until = performance.now() + QUIET_MS + trial.n * 30; performance.now() < until; await pause(500)) {
      rows = await rowsOf(house);
      if (rows.every((row) => row.done_at !== null || row.failed_at !== null)) break;
    }
    for (const client of clients) client.close();
    await Promise.all(servers.map((server) => server.kill()));
    const known = new Set(rows.map((row) => row.id));
    for (const row of rows) {
      failures.unless(
        receiver.taken.has(row.id),
        `mail ${row.id} never arrived: ${row.done_at ? 'done' : row.failed_at ? 'failed' : 'waiting'} after ${row.attempts}, ${row.error}`,
      );
      failures.unless(row.failed_at === null, `mail ${row.id} was given up: ${row.error}`);
    }
    for (const id of receiver.taken.keys()) failures.unless(known.has(id), `mail ${id} tells of nothing`);
    const changes = Array.from({ length: trial.n }, (_, n) => request(n)).filter(({ wanted }) => wanted === 200).length;
    failures.unless(rows.length === changes, `${rows.length} mails for ${changes} changes`);
    failures.addAll(await damages(house));
    const doubles = [...receiver.taken.values()].filter((count) => count > 1).length;
    const excusable = receiver.cutAfter + kills * AT_ONCE; // the answer was lost, or nobody was left to note it
    failures.unless(doubles <= excusable, `${doubles} mails arrived twice, of which ${excusable} are excusable`);
    return {
      n: trial.n,
      figure: `${rows.length} mails; ${failures.count} missing, phantom or given up; ${doubles} arrived twice with the same id; ${kills} kills, ${servers.length} processes`,
      failures: failures.list(),
    };
  },
};
