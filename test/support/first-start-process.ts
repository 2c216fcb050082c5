/** A process that sends from a new database for the first time, mails and webhooks at once, and is killed before its n-th step. */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { openContext } from '#context.ts';
import { createLog } from '#log.ts';
import { OutboxWorker } from '#outbox/worker.ts';
import { systemLookup } from '#webhook/address.ts';
import { WebhookWorker } from '#webhook/worker.ts';

const last = Number(process.argv[2]);
let counting = false;
let steps = 0;

/** Counts the calls of a method that write something; the one that must not be reached any more ends the process. */
function watch(owner: object, name: string, writes: (first: unknown) => boolean = () => true): void {
  const methods = owner as Record<string, (...given: unknown[]) => unknown>;
  const original = methods[name];
  if (!original) throw new Error(`there is no ${name}`);
  methods[name] = function (this: unknown, ...given) {
    if (counting && writes(given[0]) && ++steps === last) process.kill(process.pid, 'SIGKILL');
    return original.apply(this, given);
  };
}

for (const name of ['mkdir', 'writeFile', 'rename', 'open']) watch(fs, name);
syncBuiltinESMExports();
watch(DatabaseSync.prototype, 'exec');
watch(StatementSync.prototype, 'run');
const textOf = (query: unknown) => (typeof query === 'string' ? query : ((query as { text?: string }).text ?? ''));
watch(pg.Client.prototype, 'query', (query) => !textOf(query).startsWith('select'));

const context = openContext(readConfig(process.env), createLog('silent'), () => {});
const outbox = new OutboxWorker(context, { sender: { send: async () => {}, close: () => {} } });
const webhooks = new WebhookWorker(context, { allowed: new Set(), lookup: systemLookup });
await context.db.probe();
counting = true;
await Promise.all([outbox.runOnce(), webhooks.runOnce()]);
counting = false;
await Promise.all([outbox.stop(), webhooks.stop()]);
await context.db.close();
process.stdout.write(String(steps));
