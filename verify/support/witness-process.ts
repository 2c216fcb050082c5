/**
 * A process of its own that asks for changes and writes down every acknowledged one, flushed to the disk, before it
 * asks for the next. It outlives the server, so what it wrote down must be found after any failure.
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { API, Http, type Reply } from './http.ts';
import type { Fact, WitnessOrder, WitnessReport } from './witness.ts';

const order: WitnessOrder = JSON.parse(process.argv[2] ?? '{}');
const file = openSync(order.file, 'a');
const http = new Http(order.url, order.lanes);
const report: WitnessReport = { acknowledged: 0, unknown: 0, statuses: {}, wrong: [], slowestMs: 0, outages: [] };
let stopping = false;
let downSince: number | null = null;

process.on('message', () => {
  stopping = true;
});

function note(fact: Fact): void {
  writeSync(file, `${JSON.stringify(fact)}\n`);
  fdatasyncSync(file);
  report.acknowledged++;
}

function seen(up: boolean): void {
  if (!up) downSince ??= performance.now();
  else if (downSince !== null) {
    report.outages.push(Math.round(performance.now() - downSince));
    downSince = null;
  }
}

/** Asks until there is an answer other than “unknown”, with the same key; null where it is time to stop. */
async function insist(method: string, path: string, body: unknown, key: string): Promise<Reply | null> {
  for (;;) {
    const headers = { 'idempotency-key': key };
    const started = performance.now();
    const reply = await http
      .send({ method, path, token: order.token, body, headers, timeoutMs: order.timeoutMs ?? 60_000 })
      .catch(() => null);
    report.slowestMs = Math.max(report.slowestMs, Math.round(performance.now() - started));
    const status = reply?.status ?? 0;
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    seen(status === 200);
    if (reply && status !== 503) return reply;
    report.unknown++;
    if (stopping) return null;
    await pause(order.retryMs);
  }
}

function wrong(what: string, reply: Reply): void {
  if (report.wrong.length < 20) report.wrong.push(`${what}: ${reply.status} ${reply.text.slice(0, 200)}`);
}

async function lane(number: number): Promise<void> {
  const own = `${order.name}-${number}`;
  for (let n = 0; !stopping; n++) {
    if (order.restMs) await pause(order.restMs);
    const email = `${own}-${n}@verify.example`;
    const key = `${own}-${n}`;
    const pool = order.pools[n % order.pools.length] as number;
    const assigned = await insist('POST', `${API}/pool/${pool}/license`, { email }, `${key}-a`);
    if (!assigned) return;
    if (assigned.status !== 200) {
      wrong(`assign ${email}`, assigned);
      continue;
    }
    const id: number = assigned.json().id;
    note({ kind: 'assigned', id, email });
    if (n % 3 !== 1 || !order.transferable.includes(pool)) continue;
    const revoked = await insist('DELETE', `${API}/license/${id}`, undefined, `${key}-r`);
    if (!revoked) return;
    if (revoked.status === 200) note({ kind: 'revoked', id, email });
    else wrong(`revoke ${id}`, revoked);
  }
}

await Promise.all(Array.from({ length: order.lanes }, (_, number) => lane(number)));
http.close();
closeSync(file);
process.send?.(report, () => process.disconnect?.());
