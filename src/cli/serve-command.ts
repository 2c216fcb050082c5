import { setupPage } from '../account/setup.ts';
import type { Config } from '../config.ts';
import { openContext } from '../context.ts';
import { createLog } from '../log.ts';
import { type ServeOptions, type Server, serve } from './serve.ts';
import { warningsOf } from './warnings.ts';

/** How long what is still open may keep a process that has stopped. */
const LINGER_MS = 300;

/** Opens, serves until a signal asks to stop, and closes. */
export async function serveUntilStopped(
  config: Config,
  started: (server: Server) => Promise<void>,
  options: ServeOptions = {},
): Promise<void> {
  const log = createLog(config.logLevel);
  const context = openContext(config, log, (error) => {
    log.fatal(
      { err: error },
      'the database reported an I/O error; stopping, because nothing written after it can be trusted',
    );
    process.stderr.write(
      `The database reported an I/O error (${(error as Error).message}); stopping. Check the disk, then start again.\n`,
    );
    log.flush(() => process.exit(1));
    setTimeout(() => process.exit(1), 500); // where not even the log can be written
  });
  try {
    const asked = signalToStop();
    const server = await serve(context, options);
    for (const warning of warningsOf(config, Boolean(options.mailbox))) log.warn(warning);
    await started(server);
    const signal = await asked;
    log.info({ signal }, 'stopping');
    await server.stop();
    setTimeout(() => process.exit(0), LINGER_MS).unref(); // a mail server that does not answer keeps its socket
  } finally {
    await context.db.close();
  }
}

/** Listened for before the first request is answered, so that no stop cuts one off. A second signal ends at once. */
const signalToStop = () =>
  new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });

/** Serves; where there is no account yet, says on standard error how the first one is made. */
export const serveCommand = (config: Config): Promise<void> =>
  serveUntilStopped(config, async ({ context }) => {
    const page = await setupPage(context);
    if (page) process.stderr.write(`There is no account yet. Make the first one at ${page}\n`);
  });
