import { spawn } from 'node:child_process';
import { type Node, newNode } from '../support/cluster.ts';
import { type House, houseAt, scratch } from '../support/house.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { main, startServer } from '../support/server.ts';

interface Ending {
  code: number | null;
  words: string;
}

/** Starts a server that is expected to refuse. */
function refusedStart(house: House): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, 'serve'], {
      env: { PATH: process.env.PATH, ...house.environment, PORT: '0' },
    });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk;
    });
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('"serving"') && child.kill('SIGKILL'));
    const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, words });
    });
  });
}

const oneClearLine = ({ code, words }: Ending, about: RegExp) =>
  code === 1 && about.test(words) && words.trim().split('\n').length === 1 && !words.includes('    at ');

export const startChecks: Proof = {
  name: 'start-checks',
  promise: 'a PostgreSQL that may lose what it confirmed is not used: one clear line, exit code 1',
  unit: 'settings',
  engines: ['postgres'],
  full: 6,
  short: 6,
  async run(trial) {
    const failures = new Failures();
    const node = await newNode(trial, scratch(trial));
    const house = houseAt(scratch(trial), node.url);
    const expect = async (name: string, value: string, about: RegExp) => {
      await node.start({ [name]: value });
      const ending = await refusedStart(house);
      failures.unless(
        oneClearLine(ending, about),
        `${name} = ${value}: exit code ${ending.code}, “${ending.words.trim()}”`,
      );
      await node.stop();
    };
    await expect('fsync', 'off', /fsync = off/);
    await expect('full_page_writes', 'off', /full_page_writes = off/);
    for (const value of ['off', 'local', 'remote_write'])
      await expect('synchronous_commit', value, new RegExp(`synchronous_commit = ${value}`));
    await expect('default_transaction_read_only', 'on', /accepts no writes/);
    const away = await refusedStart(house);
    failures.unless(
      oneClearLine(away, /DATABASE_URL: cannot use PostgreSQL at 127\.0\.0\.1:\d+: .*ECONNREFUSED/),
      `no server: exit code ${away.code}, “${away.words.trim()}”`,
    );
    await expectServed(trial, node, house);
    return { n: 6, figure: `${failures.count} accepted or badly told`, failures: failures.list() };
  },
};

async function expectServed(trial: Parameters<Proof['run']>[0], node: Node, house: House): Promise<void> {
  await node.start({ synchronous_commit: 'remote_apply' });
  const server = await startServer(trial, house);
  await server.kill();
}
