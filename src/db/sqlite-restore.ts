import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { flush, processesThatHold, sizeOf } from './sqlite-files.ts';
import { openServingFile, type ServingFile, servingPath } from './sqlite-serving.ts';

/** What a swap needs to know that was begun: written before it, so that the next opening ends it (decision 0045). */
interface Begun {
  draft: string;
  aside: string;
}

const LOGS = ['-wal', '-journal'];
const HEADER = Buffer.from('SQLite format 3\0');
/** So many names are tried for a database that is put aside within one second. */
const MAX_NAMES = 10_000;

const notePath = (path: string) => `${path}-restoring`;
const real = (path: string) => (existsSync(path) ? realpathSync(path) : path);

/** Refuses, before anything is made, what cannot be a copy to restore. Throws with one line. */
export function refuseWhatIsNoCopy(file: string, live: string): void {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!found) throw new Error(`there is no file ${file}`);
  if (!found.isFile()) throw new Error(`${file} is not a file`);
  const own = statSync(live, { bigint: true, throwIfNoEntry: false });
  if (own && own.dev === found.dev && own.ino === found.ino)
    throw new Error(`${file} is the database itself, and not a copy of it`);
  const log = LOGS.map((end) => `${real(file)}${end}`).find((path) => sizeOf(path) > 0);
  if (log)
    throw new Error(
      `${log} stands beside ${file}, so the file alone is not whole; make one of the two: DATABASE_URL=sqlite:${file} carrel backup NEW`,
    );
  if (!startsAsDatabase(file)) throw new Error(`${file} is not a SQLite database`);
}

function startsAsDatabase(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(HEADER.length);
    return readSync(handle, start) === HEADER.length && start.equals(HEADER);
  } finally {
    closeSync(handle);
  }
}

/**
 * The right to replace the database at `path`: no server serves it meanwhile, none starts, and no command opens it. It
 * is taken at once where a server has ever run, which alone makes the file of the right; else when it is needed.
 */
export class RightToReplace implements Disposable {
  readonly #path: string;
  #serving: ServingFile | null = null;

  constructor(path: string) {
    this.#path = path;
    if (existsSync(servingPath(path))) this.take();
  }

  /** Throws where another process has it. */
  take(): void {
    this.#serving ??= openServingFile(this.#path, `a server runs on ${this.#path}; stop it first, then restore`);
    giveToOwner(servingPath(this.#path));
  }

  [Symbol.dispose](): void {
    this.#serving?.close();
  }
}

/** What root makes belongs to whom the folder belongs to, so that the server can go on with it. */
function giveToOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}

/** Copies `file` beside `path`, for its owner alone and onto the disk; answers the name of the copy. */
export function copyBeside(file: string, path: string): string {
  const draft = `${real(path)}.restore-${process.pid}`;
  removeDraft(draft);
  try {
    copyFileSync(file, draft, constants.COPYFILE_EXCL);
    chmodSync(draft, 0o600);
    giveToOwner(draft);
    flush(draft);
  } catch (error) {
    removeDraft(draft);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`cannot copy ${file} to ${draft}: ${code ?? message}; nothing was changed`, { cause: error });
  }
  return draft;
}

/** With its logs: a process that was stopped by a full disk leaves them too. */
export function removeDraft(draft: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${draft}${end}`, { force: true });
}

/** A name that is free, with those of its logs, however many were put aside in this second. */
function freeName(path: string, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '');
  const base = `${path}.before-restore-${time}Z`;
  for (let n = 1; n <= MAX_NAMES; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (['', ...LOGS].every((end) => !existsSync(`${name}${end}`))) return name;
  }
  throw new Error(`there are ${MAX_NAMES} databases named ${base} already`);
}

/**
 * Puts `draft` in the place of the database, and the old one aside with its log, under the right to replace it. A
 * process that is killed meanwhile leaves the old or a swap that the next opening ends. Answers the name of the old
 * one, or null where there was none.
 */
export function swap(path: string, draft: string, now: number): string | null {
  const target = real(path);
  const holder = processesThatHold(target)[0];
  if (holder !== undefined) throw new Error(`process ${holder} has ${target} open; end it first, then restore`);
  const old = existsSync(target);
  const aside = freeName(target, now);
  const note = notePath(target);
  flush(dirname(target)); // the draft and its name
  const unwritten = `${note}.${process.pid}`;
  writeFileSync(unwritten, JSON.stringify({ draft, aside } satisfies Begun), { mode: 0o600, flush: true });
  renameSync(unwritten, note);
  flush(dirname(target));
  endSwap(target);
  for (const name of readdirSync(dirname(target)))
    if (name.startsWith(`${basename(target)}.restore-`)) rmSync(join(dirname(target), name), { force: true });
  return old ? aside : null;
}

/** What is left to do of a swap, each step once. Without its draft, the draft is in its place already. */
function endSwap(target: string): void {
  const { draft, aside } = JSON.parse(readFileSync(notePath(target), 'utf8')) as Begun;
  if (existsSync(draft)) {
    for (const end of ['', ...LOGS]) {
      const empty = end !== '' && sizeOf(`${target}${end}`) === 0;
      if (!empty && existsSync(`${target}${end}`)) renameSync(`${target}${end}`, `${aside}${end}`);
    }
    for (const end of ['-shm', ...LOGS]) rmSync(`${target}${end}`, { force: true });
    renameSync(draft, target);
    flush(dirname(target));
  }
  rmSync(notePath(target));
  flush(dirname(target));
}

const isInterrupted = (target: string): boolean => existsSync(notePath(target));

/** For what only looks, and therefore may not end a swap whose process was killed. Throws where there is one. */
export function refuseInterruptedRestore(path: string): void {
  if (!isInterrupted(real(path))) return;
  throw new Error(`a restore of ${path} was cut off; run “carrel migrate”, which ends it, then look again`);
}

/** Ends a swap whose process was killed, before the database is opened. Throws where that process still runs. */
export function endInterruptedRestore(path: string): void {
  const target = real(path);
  if (!isInterrupted(target)) return;
  using _right = openServingFile(path, `a restore of ${path} is under way; try again when it is done`);
  if (isInterrupted(target)) endSwap(target);
}
