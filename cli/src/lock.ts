import { rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './errors.ts';
import { readIfThere } from './files.ts';

/** The process that a lock names, where it still runs. */
function holderOf(path: string): number | null {
  const pid = Number(readIfThere(path));
  if (!Number.isSafeInteger(pid) || pid < 1) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}

function take(path: string, what: string): void {
  const create = () => writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = holderOf(path);
    if (holder !== null)
      throw new UsageError(
        `${what} is at work in process ${holder}: wait for its end. If that is no carrel-licenses, delete ${path}.`,
      );
    rmSync(path, { force: true }); // of a run that was killed
    create();
  }
}

/** Does the work while nobody else does any that keeps its place at this path. */
export async function alone<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  take(lock, what);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
