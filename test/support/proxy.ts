import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './postgres.ts';

const examples = join(import.meta.dirname, '../../docs/examples/proxy');

/** Whether a program can be started here. */
export const has = (program: string, flag = '--version'): boolean => spawnSync(program, [flag]).error === undefined;

export interface Certificate {
  /** What a client has to trust. */
  ca: string;
  certificate: string;
  key: string;
}

/** Makes a certificate for `localhost` and 127.0.0.1, with an authority of its own; the values are paths. */
export function makeCertificate(folder: string): Certificate {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-days', '2', '-subj', '/CN=tests', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'));
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names')];
  openssl('x509', '-req', '-in', at('server.csr'), ...signed, '-days', '2', '-out', at('server.pem'));
  return { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server.key') };
}

export interface RunningProxy {
  /** Where the proxy is reached, by TLS. */
  origin: string;
  ca: Buffer;
  /** A port where it answers without TLS, if it does. */
  plain: number;
  stop(): Promise<void>;
}

async function listens(port: number, proxy: ChildProcess, log: () => string): Promise<void> {
  while (proxy.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await pause(20);
  }
  throw new Error(`the proxy ended:\n${log()}`);
}

/** The example as it stands, with this test's names, ports and certificate in the place of those that it shows. */
async function example(name: string, { upstream, port }: { upstream: number; port: number }, folder: string) {
  const certificate = makeCertificate(folder);
  const plain = await freePort();
  const text = readFileSync(join(examples, name), 'utf8')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${upstream}`)
    .replaceAll('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('listen 80;', `listen 127.0.0.1:${plain};`)
    .replaceAll('/etc/ssl/carrel/fullchain.pem', certificate.certificate)
    .replaceAll('/etc/ssl/carrel/privkey.pem', certificate.key)
    .replaceAll(
      /^(carrel|www)\.example\.com \{/gm,
      `https://localhost:${port} {\n\ttls ${certificate.certificate} ${certificate.key}`,
    )
    .replaceAll(/(carrel|www)\.example\.com/g, 'localhost');
  return { text, plain, ca: readFileSync(certificate.ca) };
}

const programs = {
  nginx: (folder: string, text: string) => {
    const lines = `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; events {}
      http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;\n${text}\n}`;
    writeFileSync(join(folder, 'nginx.conf'), lines);
    return ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  },
  caddy: (folder: string, text: string) => {
    const options = `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n`;
    writeFileSync(join(folder, 'Caddyfile'), options + text);
    return ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  },
};

export type ProxyProgram = keyof typeof programs;

export interface ProxyOptions {
  program: ProxyProgram;
  /** Of docs/examples/proxy. */
  file: string;
  /** Where Carrel listens. */
  upstream: number;
  /** Where the proxy is to listen. */
  port: number;
  /** Alters the file. */
  change?: ((text: string) => string) | undefined;
}

/** Starts a proxy by one of the files that the documentation shows. */
export async function startProxy({
  program,
  file,
  upstream,
  port,
  change = String,
}: ProxyOptions): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'carrel-proxy-'));
  chmodSync(folder, 0o755); // nginx's workers run as another user
  mkdirSync(join(folder, 'home'));
  const { text, plain, ca } = await example(file, { upstream, port }, folder);
  const args = programs[program](folder, change(text));
  const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home') };
  const proxy = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [proxy.stdout, proxy.stderr]) stream.on('data', (chunk) => (log = (log + chunk).slice(-4000)));
  const ended = once(proxy, 'exit');
  await listens(port, proxy, () => log);
  const stop = async () => {
    proxy.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { origin: `https://localhost:${port}`, ca, plain, stop };
}
