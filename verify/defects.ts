import type { Engine } from '../src/db/database.ts';

/** A mistake that somebody could make, and the test that has to notice it. */
export interface Defect {
  name: string;
  /** What is written instead of what, each found exactly once in its file. */
  changes: { file: string; from: string; to: string }[];
  caughtBy: string;
  engine: Engine;
  n: number;
}

const one = (
  name: string,
  file: string,
  from: string,
  to: string,
  [caughtBy, engine, n]: [string, Engine, number],
): Defect => ({
  name,
  changes: [{ file, from, to }],
  caughtBy,
  engine,
  n,
});

const rules = 'src/rules/license.ts';
const postgres = 'src/db/postgres.ts';
const session = 'src/db/postgres-session.ts';
const transaction = 'src/db/postgres-transaction.ts';
const bearer = 'src/auth/bearer.ts';

export const defects: readonly Defect[] = [
  one('no lock on the pool', 'src/db/dialect.ts', `engine === 'postgres' ? query.forNoKeyUpdate() : query`, 'query', [
    'race',
    'postgres',
    6,
  ]),
  one('deferred transactions', 'src/db/sqlite-writer.ts', `'begin immediate'`, `'begin'`, ['race', 'sqlite', 40]),
  one('one license too many', rules, 'availableLicenses(pool, now) <= 0', 'availableLicenses(pool, now) < 0', [
    'model',
    'sqlite',
    1000,
  ]),
  one('no license for the last seat', rules, 'availableLicenses(pool, now) <= 0', 'availableLicenses(pool, now) <= 1', [
    'race',
    'sqlite',
    20,
  ]),
  one('an end after the end of the pool', rules, 'Math.min(endDate ?? pool.end, pool.end)', 'endDate ?? pool.end', [
    'model',
    'sqlite',
    1000,
  ]),
  one(
    'untransferable licenses can be revoked',
    rules,
    `license.transferable ? null : 'license_not_revokable'`,
    'null',
    ['model', 'sqlite', 1000],
  ),
  one(
    'an end in the past changes the date only',
    rules,
    '? { refused: null, ends: true, end: now }',
    '? { refused: null, ends: false, end: endDate }',
    ['model', 'sqlite', 1000],
  ),
  one('the domain is not looked at', rules, 'pool.transferable && !facts.domainAllowed', 'false', [
    'model',
    'sqlite',
    1000,
  ]),
  one(
    'the newest license is recycled',
    'src/license/recycle.ts',
    `.orderBy('license.start_at')\n      .orderBy('license.id')\n      .limit`,
    `.orderBy('license.start_at', 'desc')\n      .orderBy('license.id')\n      .limit`,
    ['model', 'sqlite', 3000],
  ),
  one(
    'the manager is missing from one query',
    'src/license/license.ts',
    `\n    .where('license.manager_id', '=', p.managerId)`,
    '',
    ['access', 'sqlite', 1],
  ),
  one('a token is known by its key alone', bearer, 'row?.hash !== verified.hash ||', '!row ||', [
    'tokens',
    'sqlite',
    1,
  ]),
  one(
    'a deleted token is remembered',
    bearer,
    'const row = verified ? await find(context.db.read, verified.key) : undefined;',
    'const kept = ((globalThis as never as { kept: Map<string, any> }).kept ??= new Map()); const row = verified ? (kept.get(verified.key) ?? (await find(context.db.read, verified.key))) : undefined; if (row) kept.set(row.id, row);',
    ['tokens', 'sqlite', 2],
  ),
  one(
    'a token that may read may write',
    bearer,
    `    refuseWrites(request, principal);
`,
    '',
    ['access', 'sqlite', 1],
  ),
  one(
    'a limit per process',
    'src/cli/serve.ts',
    'sharedRateLog(db)',
    '((logs) => async (id: number, change: any) => { const { hits, verdict } = change(logs.get(id) ?? [], Date.now()); logs.set(id, hits); return verdict; })(new Map())',
    ['rate', 'postgres', 0],
  ),
  one('26 a minute', 'src/rules/rate.ts', 'recent.length < limit', 'recent.length <= limit', ['rate', 'sqlite', 0]),
  one(
    'a key with another request is answered',
    'src/http/write.ts',
    `if (earlier.fingerprint !== asked.fingerprint) throw new Refusal('idempotency_key_reused');\n  return earlier;`,
    'return earlier;',
    ['idempotency', 'sqlite', 60],
  ),
  one(
    'the answer to a key is not kept',
    'src/http/write.ts',
    `void keep(tx.deferred, { owner: asked.owner, key: asked.key, status, body: stored, headers });`,
    '',
    ['idempotency', 'sqlite', 60],
  ),
  one(
    'a freed seat is offered to nobody',
    'src/pool/pool.ts',
    `if (pool.waiting > 0 || pool.offered > 0) tx.seatsChanged`,
    `if (pool.waiting < 0) tx.seatsChanged`,
    ['waiting', 'sqlite', 3],
  ),
  one(
    'who joined last is served first',
    'src/rules/waiting.ts',
    `usable.sort((a, b) => a.id - b.id)`,
    `usable.sort((a, b) => b.id - a.id)`,
    ['waiting', 'sqlite', 5],
  ),
  one(
    'acknowledged before the commit',
    'src/db/sqlite-writer.ts',
    `this.#db.exec('commit');`,
    `for (const job of batch) job.settle(job.failure);\n      await pause(40);\n      this.#db.exec('commit');`,
    ['kill', 'sqlite', 10],
  ),
  {
    name: 'commits are not flushed (SQLite)',
    changes: [
      { file: 'src/db/sqlite.ts', from: 'pragma synchronous = full', to: 'pragma synchronous = off' },
      { file: 'src/db/sqlite.ts', from: `value('synchronous') !== 2`, to: 'false' },
    ],
    caughtBy: 'power',
    engine: 'sqlite',
    n: 2,
  },
  {
    name: 'commits are not flushed (PostgreSQL)',
    changes: [
      {
        file: session,
        from: 'set carrel.part = ',
        to: 'set synchronous_commit = off; set carrel.part = ',
      },
      { file: session, from: `if (RIGHT[name]?.includes(value)) continue;`, to: 'continue;' },
    ],
    caughtBy: 'power',
    engine: 'postgres',
    n: 3,
  },
  one(
    'no mail with an assignment',
    'src/license/assign.ts',
    `{ kind: 'license_assigned', to: student.email, payload: { licenseId: id } },`,
    '',
    ['kill', 'sqlite', 1],
  ),
  one('I/O errors are taken for anything', 'src/db/sqlite-errors.ts', 'new Set([10, 11, 26])', 'new Set([])', [
    'io-errors',
    'sqlite',
    6,
  ]),
  one(
    'a full disk is a server error',
    'src/db/sqlite-errors.ts',
    'new Set([5, 6, 8, 13, 14])',
    'new Set([5, 6, 8, 14])',
    ['disk-full', 'sqlite', 1],
  ),
  one('a lost connection ends the process', postgres, `this.on('error', () => {});`, '', [
    'postgres-faults',
    'postgres',
    7,
  ]),
  one('settings are not looked at', session, `if (RIGHT[name]?.includes(value)) continue;`, 'continue;', [
    'start-checks',
    'postgres',
    6,
  ]),
  one('a signal stops at once', 'src/cli/serve-command.ts', 'await server.stop();', 'process.exit(0);', [
    'drain',
    'postgres',
    3,
  ]),
  one(
    'a mail that failed counts as sent',
    'src/outbox/retry.ts',
    `return { state: 'again', error: text, answer, delay };`,
    `return { state: 'done', note: null };`,
    ['outbox', 'sqlite', 120],
  ),
  one(
    'an untransferable seat comes back',
    'src/db/migrations/0001-licensing.ts',
    `update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;\n  insert into free_seat`,
    `update pool set live = live - 1, held = held - 1 where id = new.pool_id;\n  insert into free_seat`,
    ['model', 'sqlite', 3000],
  ),
  one('NUL characters get through', 'src/http/body.ts', `(value.includes('\\0') || !value.isWellFormed())`, 'false', [
    'fuzz',
    'postgres',
    3000,
  ]),
  one('the requests of a connection are answered all at once', 'src/http/server.ts', 'answerInTurn(handle)', 'handle', [
    'non-readers',
    'sqlite',
    2,
  ]),
  one('no time limit for requests', 'src/http/server.ts', 'requestTimeout: 10_000,', 'requestTimeout: 0,', [
    'slow-clients',
    'sqlite',
    40,
  ]),
  {
    name: 'a step of the schema counts before it is taken',
    changes: [
      { file: 'src/db/migrate.ts', from: '  await tx.script(next[tx.engine]);\n', to: '' },
      {
        file: 'src/db/migrate.ts',
        from: '    taken.push(name);',
        to: "    await db.write((tx) => tx.script(steps.find((step) => step.name === name)?.[tx.engine] ?? ''));\n    taken.push(name);",
      },
    ],
    caughtBy: 'upgrade',
    engine: 'sqlite',
    n: 6,
  },
  one(
    'a backup replaces a file',
    'src/db/sqlite-backup.ts',
    'linkSync(draft, to);',
    'rmSync(to, { force: true });\n    linkSync(draft, to);',
    ['backup', 'sqlite', 1],
  ),
  {
    name: 'a restore leaves the log of the old database',
    changes: [
      { file: 'src/db/sqlite-restore.ts', from: "for (const end of ['', ...LOGS]) {", to: "for (const end of ['']) {" },
      {
        file: 'src/db/sqlite-restore.ts',
        from: "for (const end of ['-shm', ...LOGS])",
        to: "for (const end of ['-shm'])",
      },
    ],
    caughtBy: 'restore',
    engine: 'sqlite',
    n: 2,
  },
  one(
    'a restore that was killed is not ended',
    'src/db/sqlite-restore.ts',
    'if (!isInterrupted(target)) return;',
    'if (target) return;',
    ['restore', 'sqlite', 2],
  ),
  {
    name: 'mails leave before the commit',
    changes: [
      {
        file: 'src/event/record.ts',
        from: 'id: mail.id ?? orderedId(),',
        to: 'id: (globalThis as any).early?.(mail) ?? orderedId(),',
      },
      {
        file: 'src/cli/serve.ts',
        from: 'const sender = openSender(config);',
        to: `const sender = openSender(config);
  (globalThis as any).early = ({ to }: { to: string }) => {
    const id = crypto.randomUUID();
    sender.send({ id, to, subject: 's', html: 'h', text: 't', event: { id: 1, at: 0 } } as never).catch(() => {});
    return id;
  };`,
      },
    ],
    caughtBy: 'outbox',
    engine: 'sqlite',
    n: 60,
  },
  {
    name: 'two processes claim the same mail',
    changes: [
      {
        file: 'src/outbox/queue.ts',
        from: `.where((eb) => eb.or([eb('outbox.locked_until', 'is', null), eb('outbox.locked_until', '<=', p.now)]))`,
        to: '',
      },
    ],
    caughtBy: 'outbox',
    engine: 'postgres',
    n: 120,
  },
  {
    name: 'what is noted beside the outbox is not flushed',
    changes: [
      { file: 'src/files.ts', from: ', flush: true', to: '' },
      { file: 'src/files.ts', from: '  await flushFolder(dirname(path));\n', to: '' },
    ],
    caughtBy: 'power',
    engine: 'sqlite',
    n: 6,
  },
  one(
    'members of any manager are let in',
    'src/auth/require-session.ts',
    `.where('member.manager_id', '=', p.managerId)`,
    '',
    ['access', 'sqlite', 1],
  ),
  one(
    'a viewer may change things',
    'src/auth/require-session.ts',
    `if (may === 'read' && !ownAffair) throw new Refusal('forbidden');`,
    '',
    ['access', 'sqlite', 1],
  ),
  one(
    'a viewer among the staff of the publisher may change things',
    'src/auth/require-session.ts',
    `if (may === 'read') throw new Refusal('forbidden');`,
    '',
    ['access', 'sqlite', 1],
  ),
  one(
    'a link gives more than it offers',
    'src/rules/link.ts',
    'usedLicenses(link, pool.transferable) >= link.licenses',
    'usedLicenses(link, pool.transferable) > link.licenses',
    ['model', 'sqlite', 1000],
  ),
  one('a link takes back what another gave', 'src/link/link.ts', `.where('license.link_id', '=', p.id)`, '', [
    'model',
    'sqlite',
    2000,
  ]),
  one(
    'a list is assigned without its key',
    'src/http/write.ts',
    'if (!asked) return context.db.write(make);',
    'return context.db.write(make);',
    ['idempotency', 'sqlite', 100],
  ),
  one('a refused change leaves its parts', 'src/db/sqlite-writer.ts', `this.#db.exec('rollback to job');`, '', [
    'outbox',
    'sqlite',
    60,
  ]),
  one(
    'a commit that no standby confirmed counts',
    transaction,
    `command !== 'COMMIT' || warning`,
    `command !== 'COMMIT'`,
    ['failover', 'postgres', 1],
  ),
  one(
    'a repeated answer rests on a commit that no standby confirmed',
    'src/http/write.ts',
    'void confirm(tx.deferred, { owner: asked.owner, key: asked.key });',
    '',
    ['failover', 'postgres', 1],
  ),
  one(
    'codes are counted for each address by itself',
    'src/auth/throttle.ts',
    `day: (lane: string) => name('day', lane, account),`,
    `day: (lane: string) => name('day', lane, account, from),`,
    ['second-factor', 'sqlite', 800],
  ),
  one(
    'a code of the app is taken again in its time',
    'src/auth/code.ts',
    `\n    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', p.step)]))`,
    '',
    ['second-factor', 'sqlite', 20],
  ),
  one(
    'a backup code is taken twice at one moment',
    'src/auth/code.ts',
    `\n    .where('backup_codes', '=', p.before)`,
    '',
    ['second-factor', 'postgres', 20],
  ),
  {
    name: 'equal reads share their rows, and a list reverses them',
    changes: [
      { file: 'src/db/page.ts', from: '.toReversed()', to: '.reverse()' },
      {
        file: 'src/db/sqlite.ts',
        from: 'run: (query) => attempt(() => this.rows(query)),',
        to: `run: (query) => {
        const shared = ((globalThis as any).shared ??= new Map());
        const name = JSON.stringify([query.sql, query.parameters]);
        if (!shared.has(name)) {
          shared.set(name, attempt(() => this.rows(query)));
          setImmediate(() => shared.delete(name));
        }
        return shared.get(name);
      },`,
      },
    ],
    caughtBy: 'equal-reads',
    engine: 'sqlite',
    n: 1,
  },
  one(
    'no time limit for taking an answer',
    'src/http/sockets.ts',
    'else if (now - taken.at >= TAKING_MS) socket.resetAndDestroy();',
    '',
    ['non-readers', 'sqlite', 3],
  ),
  one(
    'a delivery that failed counts as delivered',
    'src/webhook/attempt.ts',
    `return delay === null ? { state: 'failed', status, error } : { state: 'again', status, error, delay };`,
    `void delay;\n  return { state: 'delivered', status: status ?? 0 };`,
    ['webhooks', 'sqlite', 60],
  ),
  {
    name: 'deliveries wait in memory',
    changes: [
      {
        file: 'src/webhook/dispatch.ts',
        from: 'await addDeliveries(tx, deliveries, now);',
        to: '(globalThis as any).late((own: any) => addDeliveries(own, deliveries, now));',
      },
      {
        file: 'src/webhook/dispatch.ts',
        from: 'await advanceFeed(db);',
        to: `await advanceFeed(db);
  (globalThis as any).late = (work: any) => setTimeout(() => void db.write(work).catch(() => {}), 500);`,
      },
    ],
    caughtBy: 'webhooks',
    engine: 'sqlite',
    n: 60,
  },
];
