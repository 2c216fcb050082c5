import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkInstance } from '../../src/outbox/instance.ts';
import { Chance } from '../support/chance.ts';
import { type Node, newNode } from '../support/cluster.ts';
import { damages, type House, houseAt, inHouse, load, newToken, scratch, worldWith } from '../support/house.ts';
import { mount, needs, needsRoot, run } from '../support/privilege.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';
import { freePort, type ServerProcess, startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

/** A file system in a file, whose power can be cut: what was not flushed is gone. */
function fileSystem(trial: Trial): { folder: string; cut(): void; mend(): void } {
  const image = join(scratch(trial), 'disk');
  const folder = scratch(trial);
  chmodSync(folder, 0o755);
  run('truncate', '-s', '600M', image);
  run('mkfs.ext4', '-q', '-F', image);
  mount('-o', 'loop', image, folder);
  chmodSync(folder, 0o755);
  trial.cleanUp(() => run('umount', '-l', folder));
  return {
    folder,
    cut: () => run('xfs_io', '-x', '-c', 'shutdown', folder),
    mend: () => {
      run('umount', folder);
      mount('-o', 'loop', image, folder);
    },
  };
}

async function furnished(trial: Trial, folder: string): Promise<{ house: House; node: Node | null }> {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  if (trial.engine === 'sqlite') return { house: houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`), node: null };
  const node = await newNode(trial, join(folder, 'postgres'));
  await node.start();
  return { house: houseAt(scratch(trial), node.url), node };
}

/**
 * Who loses power acknowledges nothing any more. Left running, it would be told by the kernel that a flush went well whose
 * journal was given up a moment before.
 */
async function freeze({ child, kill }: ServerProcess): Promise<void> {
  kill('SIGSTOP');
  const stopped = () => / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
  while (!stopped()) await pause(1);
}

/** The database and what is noted beside it have to fit together after every cut. */
const mailing = (house: House): Promise<boolean> =>
  inHouse(house, async (context) => (await checkInstance(context, Date.now())) === null);

export const power: Proof = {
  name: 'power',
  promise: 'what was acknowledged survives a power cut',
  unit: 'cuts',
  engines: both,
  full: 50,
  short: 1,
  async run(trial) {
    needsRoot();
    needs('xfs_io', 'mkfs.ext4');
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const disk = fileSystem(trial);
    const { house, node } = await furnished(trial, disk.folder);
    const pools = [1, 2, 3, 4];
    await load(house, worldWith(pools.map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    run('sync');
    const port = await freePort();
    const file = join(scratch(trial), 'witness');
    const known = new Set<string>();
    for (let n = 0; n < trial.n; n++) {
      // not in the folder of the data, which has to be let go
      const server = await startServer(trial, { ...house, dataDir: scratch(trial) }, { port });
      const witness = startWitness(trial, {
        name: `c${n}`,
        url: server.url,
        token,
        pools,
        transferable: pools,
        lanes: 6,
        retryMs: 20,
        file,
      });
      await witness.seen(chance.whole(20, 60));
      await freeze(server);
      disk.cut();
      await server.kill();
      await node?.stop('SIGKILL');
      const report = await witness.stop();
      failures.addAll(report.wrong);
      disk.mend();
      await node?.start();
      const lost = (await missing(house, factsIn(file))).filter((each) => !known.has(each));
      for (const each of lost) known.add(each);
      failures.addAll(lost.map((each) => `cut ${n}: ${each}`));
      failures.unless(await mailing(house), `cut ${n}: the outbox takes the database for a copy`);
      trial.progress((n + 1) / trial.n);
    }
    const facts = factsIn(file);
    failures.unless(facts.length >= trial.n * 10, `only ${facts.length} changes were acknowledged`);
    failures.addAll([...(await halves(house)), ...(await damages(house))]);
    await node?.stop('SIGKILL');
    return {
      n: trial.n,
      figure: `${facts.length} acknowledged, ${failures.count} lost, half or damaged`,
      failures: failures.list(),
    };
  },
};
