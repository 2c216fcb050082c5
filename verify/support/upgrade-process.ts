/**
 * Brings the database of the settings to the current schema and one step further, one statement at a time, and kills itself after the
 * statement of the number that it is given: `node upgrade-process.ts 12`. Prints how many there were, if it gets so far.
 */
import { argv, env } from 'node:process';
import { readConfig } from '../../src/config.ts';
import { openContext } from '../../src/context.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createLog } from '../../src/log.ts';
import { statementsOf } from './statements.ts';
import { upgradeSteps } from './upgrade-steps.ts';

const last = Number(argv[2]);
const { db } = openContext(readConfig(env), createLog('silent'), () => {});
let run = 0;

const write: Database['write'] = (work) =>
  db.write((tx) => {
    const script = tx.script.bind(tx);
    tx.script = async (text) => {
      for (const statement of statementsOf(text)) {
        await script(statement);
        if (++run === last) process.kill(process.pid, 'SIGKILL');
      }
    };
    return work(tx);
  });

await migrate({ ...db, write }, 0, upgradeSteps);
await db.close();
process.stdout.write(String(run));
