import { fork } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { type House, inHouse } from './house.ts';
import { Failures, type Trial } from './proof.ts';

/** Something that the server said it had done. */
export interface Fact {
  kind: 'assigned' | 'revoked';
  id: number;
  email: string;
}

export interface WitnessOrder {
  name: string;
  url: string;
  token: string;
  pools: number[];
  /** Those of the pools whose licenses may be revoked. */
  transferable: number[];
  lanes: number;
  /** How long to wait before asking again. */
  retryMs: number;
  /** How long each lane rests after every change: where the load has to last, and not the database to grow. */
  restMs?: number;
  /** When a request counts as not answered. */
  timeoutMs?: number;
  file: string;
}

export interface WitnessReport {
  acknowledged: number;
  /** Answers that left the outcome open: 503, cut connections, silence. */
  unknown: number;
  statuses: Record<number, number>;
  /** Refusals that no rule explains. */
  wrong: string[];
  slowestMs: number;
  /** From the first failure to the next success, each. */
  outages: number[];
}

export interface Witness {
  /** Waits until so many changes were acknowledged since it started, or the time is up: a busy machine starts slowly. */
  seen(changes: number, withinMs?: number): Promise<void>;
  /** Waits until another change is acknowledged, or the time is up. */
  more(withinMs?: number): Promise<void>;
  stop(): Promise<WitnessReport>;
}

/** Starts a witness; `stop` lets it finish its last requests and answers what it saw. */
export function startWitness(trial: Trial, order: WitnessOrder): Witness {
  const before = factsIn(order.file).length;
  const child = fork(join(import.meta.dirname, 'witness-process.ts'), [JSON.stringify(order)]);
  trial.cleanUp(() => child.kill('SIGKILL'));
  const done = new Promise<WitnessReport>((resolve, reject) => {
    child.once('message', (report) => resolve(report as WitnessReport));
    child.once('exit', (code) => reject(new Error(`the witness ended with ${code}`)));
  });
  done.catch(() => {});
  return {
    seen: (changes, withinMs = 60_000) => waitFor(() => factsIn(order.file).length - before >= changes, withinMs),
    more: (withinMs = 10_000) => {
      const size = sizeOf(order.file);
      return waitFor(() => sizeOf(order.file) > size, withinMs);
    },
    stop: () => {
      child.send('stop');
      return done;
    },
  };
}

async function waitFor(holds: () => boolean, withinMs: number): Promise<void> {
  for (const until = performance.now() + withinMs; performance.now() < until; await pause(20)) {
    if (holds()) return;
  }
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export const factsIn = (file: string): Fact[] =>
  (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return []; // being written at this moment
      }
    });

/** What was acknowledged and is not there. */
export async function missing(house: House, facts: readonly Fact[]): Promise<string[]> {
  return inHouse(house, async ({ db }) => {
    const failures = new Failures();
    const rows = await db.snapshot((queries) =>
      queries.kysely
        .selectFrom('license')
        .innerJoin('student', 'student.id', 'license.student_id')
        .select(['license.id', 'license.ended_at', 'student.email'])
        .execute(),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { kind, id, email } of facts) {
      const row = byId.get(id);
      if (!row || row.email !== email) failures.add(`lost: license ${id} of ${email}`);
      else if (kind === 'revoked' && row.ended_at === null) failures.add(`lost: the end of license ${id}`);
    }
    return failures.list();
  });
}

/** Licenses without their event or mail, and events without their license: what one transaction holds together. */
export async function halves(house: House): Promise<string[]> {
  const questions = {
    'a license without the event of its assignment': `select id as place from license where not exists
      (select 1 from event where event.license_id = license.id and event.kind = 'license.assigned')`,
    'an ended license without the event of its end': `select id as place from license where ended_at is not null and not exists
      (select 1 from event where event.license_id = license.id and event.kind <> 'license.assigned')`,
    'an assignment without its mail': `select license_id as place from event where kind = 'license.assigned' and not exists
      (select 1 from outbox where outbox.event_id = event.id)`,
    'two licenses for one address': `select student_id as place from license group by student_id having count(*) > 1`,
    'a remembered key without an answer': `select key as place from idempotency where status = 0`,
  };
  return inHouse(house, async ({ db }) => {
    const failures = new Failures();
    for (const [name, text] of Object.entries(questions)) {
      const { rows } = await db.snapshot((queries) => sql.raw<{ place: unknown }>(text).execute(queries.kysely));
      for (const row of rows) failures.add(`half: ${name}: ${row.place}`);
    }
    return failures.list();
  });
}
