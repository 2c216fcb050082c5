import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, rmSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { readJsonLines, writeWhole } from '../files.ts';

/** What became of a row. */
export interface Result {
  line: number;
  email: string;
  outcome: 'assigned' | 'revoked' | 'refused';
  code: string | null;
  detail: string | null;
  licenseId: number | null;
  end: string | null;
  /** Whose license was taken back for it. */
  recycled: string | null;
}

/** What makes two runs the same: a journal goes on only with the file, server and options that it was begun with. */
export interface Identity {
  command: string;
  server: string;
  managerId: number;
  file: string;
  options: Record<string, unknown>;
}

interface Head<T> {
  version: 1;
  identity: Identity;
  /** What the keys of its requests begin with. */
  key: string;
  batches: T[][];
}

type Entry = { sent: number } | { done: number; results: Result[] };

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What was sent and what was answered, a line each, on disk before the next step: whoever runs the same command again
 * goes on after the last answer, and sends again what had none, by its own key.
 */
export class Journal<T> {
  readonly path: string;
  readonly key: string;
  readonly batches: T[][];
  readonly results = new Map<number, Result[]>();
  readonly #sent = new Set<number>();

  private constructor(path: string, { key, batches }: Head<T>, entries: Entry[]) {
    this.path = path;
    this.key = key;
    this.batches = batches;
    for (const entry of entries)
      if ('sent' in entry) this.#sent.add(entry.sent);
      else this.results.set(entry.done, entry.results);
  }

  /** The journal of a run that was broken off; null where there is none. */
  static open<T>(path: string, identity: Identity): Journal<T> | null {
    const lines = readJsonLines(path);
    if (lines === null) return null;
    const [head, ...entries] = lines as [Head<T> | undefined, ...Entry[]];
    if (head && JSON.stringify(head.identity) === JSON.stringify(identity)) return new Journal(path, head, entries);
    throw new UsageError(
      `${path} is of a run with another file, server or option that was not finished. Finish that, or delete the journal.`,
    );
  }

  static begin<T>(path: string, identity: Identity, batches: T[][]): Journal<T> {
    const head: Head<T> = { version: 1, identity, key: randomUUID(), batches };
    writeWhole(path, `${JSON.stringify(head)}\n`, 0o600);
    return new Journal(path, head, []);
  }

  /** Whether a batch was sent before, by a run that knows no answer. */
  wasSent(batch: number): boolean {
    return this.#sent.has(batch);
  }

  #write(entry: Entry): void {
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { flush: true });
  }

  sent(batch: number): void {
    if (!this.#sent.has(batch)) this.#write({ sent: batch });
    this.#sent.add(batch);
  }

  done(batch: number, results: Result[]): void {
    this.#write({ done: batch, results });
    this.results.set(batch, results);
  }

  /** Every result, in the order of the rows. */
  all(): Result[] {
    return this.batches.flatMap((_, batch) => this.results.get(batch) ?? []).sort((a, b) => a.line - b.line);
  }

  remove(): void {
    rmSync(this.path);
  }
}
