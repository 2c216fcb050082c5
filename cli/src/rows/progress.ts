import { SingleBar } from 'cli-progress';
import { type Environment, say } from '../environment.ts';
import { duration } from '../limit.ts';

export interface Progress {
  /** So much is done, and so many seconds are left, as far as one knows. */
  update(done: number, secondsLeft: number | null): void;
  stop(): void;
}

const TENTHS = 10;

/** A bar where a person watches, a line for each tenth otherwise. */
export function startProgress(environment: Environment, total: number, what: string, done = 0): Progress {
  if (!environment.interactive) {
    let said = Math.floor((done / total) * TENTHS);
    return {
      update(now) {
        const tenth = Math.floor((now / total) * TENTHS);
        if (tenth > said) say(environment, `${now} of ${total} ${what}`);
        said = tenth;
      },
      stop() {},
    };
  }
  const bar = new SingleBar({
    format: `{bar} {value} of {total} ${what}{left}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    linewrap: true,
    gracefulExit: false,
    stream: environment.errors as NodeJS.WritableStream,
  });
  bar.start(total, done, { left: '' });
  return {
    update: (now, left) => bar.update(now, { left: left === null ? '' : `, ${duration(left)} left` }),
    stop: () => bar.stop(),
  };
}
