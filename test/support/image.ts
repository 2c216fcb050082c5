import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { roomyFolder } from './postgres.ts';

const root = join(import.meta.dirname, '../..');

/** The last stage of the Dockerfile, as far as its files and its process go. */
export interface Stage {
  copies: { from: string | null; sources: string[]; to: string }[];
  env: Record<string, string>;
  entrypoint: string[];
  command: string[];
  user: string;
}

/** Reads the last stage of a Dockerfile whose instructions stand on a line each, or end in a backslash. */
export function lastStage(text = readFileSync(join(root, 'Dockerfile'), 'utf8')): Stage {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  const stage: Stage = { copies: [], env: {}, entrypoint: [], command: [], user: 'root' };
  for (const line of lines.slice(lines.findLastIndex((each) => each.startsWith('FROM ')) + 1)) {
    const [instruction = '', ...words] = line.split(/\s+/);
    const rest = line.slice(instruction.length).trim();
    if (instruction === 'COPY') {
      const from = words[0]?.startsWith('--from=') ? (words.shift() as string).slice('--from='.length) : null;
      stage.copies.push({ from, sources: words.slice(0, -1), to: words.at(-1) as string });
    } else if (instruction === 'ENV') {
      for (const word of words) stage.env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
    } else if (instruction === 'ENTRYPOINT') stage.entrypoint = JSON.parse(rest);
    else if (instruction === 'CMD') stage.command = JSON.parse(rest);
    else if (instruction === 'USER') stage.user = rest;
  }
  return stage;
}

interface Locked {
  [path: string]: { dependencies?: object; peerDependencies?: object; dev?: true; devOptional?: true; optional?: true };
}

/** The folders that `npm ci --omit=dev --omit=optional --workspaces=false` makes, by the lockfile. */
function productionPackages(): string[] {
  const locked: Locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = new Set<string>();
  const find = (path: string, name: string): string | null => {
    for (let at = path; ; ) {
      const candidate = join(at, 'node_modules', name);
      if (locked[candidate]) return candidate;
      if (!at) return null;
      at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')));
    }
  };
  const walk = (path: string) => {
    const { dependencies = {}, peerDependencies = {} } = locked[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const folder = find(path, name);
      const { dev, devOptional, optional } = locked[folder ?? ''] ?? {};
      if (!folder || dev || devOptional || optional || found.has(folder)) continue;
      found.add(folder);
      walk(folder);
    }
  };
  walk('');
  return [...found];
}

function run(command: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
}

/** What the stages before the last leave behind, by its path in them. */
function makeBuilt(folder: string): Record<string, string> {
  for (const name of ['src', 'build.mjs', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  run(process.execPath, ['build.mjs'], folder);
  const packages = join(folder, 'packages');
  for (const path of productionPackages()) {
    const options = { recursive: true, filter: (from: string) => relative(join(root, path), from) !== 'node_modules' };
    cpSync(join(root, path), join(packages, relative('node_modules', path)), options);
  }
  return {
    '/carrel/dist': join(folder, 'dist'),
    '/carrel/web/dist': join(root, 'web/dist'),
    '/carrel/node_modules': packages,
  };
}

/** Whether a namespace of mounts can be made, in which everything but two folders is read-only. */
const canMount = (): boolean =>
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'mount', '--bind', '/tmp', '/mnt']).status === 0;

const USER = 1001;

/** In a namespace of its own: the image at /mnt/carrel and all else read-only, /mnt/data and /tmp writable. */
const MOUNTS = `set -e
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/carrel /mnt/data; touch /mnt/node
mount --bind "$1" /mnt/carrel; mount -o remount,bind,ro /mnt/carrel
mount --bind "$2" /mnt/data
mount --bind "$3" /mnt/node
mount -o remount,ro /mnt
mount -t tmpfs tmpfs /tmp
mount -o remount,bind,ro /
cd /mnt/carrel
shift 3
exec setpriv --reuid=${USER} --regid=${USER} --clear-groups -- /mnt/node "$@"`;

/** The files of the image, and a way to start them as the image does. */
export interface Image {
  /** What can be written to. */
  dataDir: string;
  /** How the rest was kept from being written. */
  kept: 'read-only mounts' | 'permissions';
  start(args: string[], env: Record<string, string>): ChildProcess;
  /** Makes what was copied from `src` older or younger than what was built. */
  age(sources: 'older' | 'younger'): void;
  remove(): void;
}

/** Lays out the files that the last stage copies, from this tree. */
export function layOut(stage: Stage): Image {
  const folder = mkdtempSync(join(roomyFolder(), 'carrel-image-'));
  const [carrel, dataDir] = [join(folder, 'carrel'), join(folder, 'data')];
  mkdirSync(join(folder, 'built'));
  mkdirSync(dataDir);
  const built = makeBuilt(join(folder, 'built'));
  for (const { from, sources, to } of stage.copies) {
    for (const source of sources) {
      const path = from === null ? join(root, source) : built[source];
      if (!path) throw new Error(`the test does not know what ${from} leaves at ${source}`);
      const target = to.endsWith('/') ? join(carrel, to, source) : join(carrel, to);
      mkdirSync(dirname(target), { recursive: true });
      if (existsSync(path)) cpSync(path, target, { recursive: true, filter: (name) => !name.endsWith('.test.ts') });
    }
  }
  const mounts = canMount();
  chmodSync(folder, 0o755);
  run('chmod', ['-R', 'a+rX,a-w', carrel], folder);
  if (process.getuid?.() === 0) run('chown', [`${USER}`, dataDir], folder);
  const entry = stage.entrypoint.slice(1); // after “node”
  const begin = (args: string[], env: Record<string, string>): ChildProcess => {
    const own = { ...stage.env, PATH: process.env.PATH ?? '', DATA_DIR: mounts ? '/mnt/data' : dataDir, ...env };
    const stdio = ['pipe', 'pipe', 'pipe'] as const;
    if (mounts) {
      const start = ['--mount', 'sh', '-c', MOUNTS, 'sh', carrel, dataDir, process.execPath, ...entry, ...args];
      return spawn('unshare', start, { env: own, stdio: [...stdio] });
    }
    const account = process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};
    return spawn(process.execPath, [...entry, ...args], { cwd: carrel, env: own, stdio: [...stdio], ...account });
  };
  const age = (sources: 'older' | 'younger') => {
    const times = { older: 1_000_000, younger: Date.now() / 1000 + 60 };
    run('find', [join(carrel, 'src'), '-exec', 'touch', '-d', `@${Math.floor(times[sources])}`, '{}', '+'], folder);
    utimesSync(join(carrel, 'dist/program.js'), 2_000_000, 2_000_000);
  };
  const remove = () => {
    run('chmod', ['-R', 'u+w', carrel], folder);
    rmSync(folder, { recursive: true, force: true });
  };
  return { dataDir, kept: mounts ? 'read-only mounts' : 'permissions', start: begin, age, remove };
}
