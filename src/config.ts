import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

/** Every setting, read once. The names in the environment are part of the product's interface (README, Settings). */
export interface Config {
  dataDir: string;
  databaseUrl: string;
  databasePoolSize: number;
  host: string;
  port: number;
  publicUrl: string;
  /** Signs tokens and sessions. */
  secretKey: Buffer;
  /** Null: mails are kept as files. */
  smtpUrl: string | null;
  mailFrom: string;
  /** Days before the end of a license at which its student is told; 0: never. */
  expiryReminderDays: number;
  /** 0: no limit. */
  rateLimitPerMinute: number;
  /** The identity provider people may sign in with; null without one. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  /** The reverse proxies whose word on the client's address is taken. */
  trustedProxies: string[];
  /** Where Prometheus reads the metrics; null: nowhere. */
  metrics: { host: string; port: number } | null;
  logLevel: string;
}

/** A setting that is wrong; the message names it and says what to do. */
export class SettingError extends Error {}

type Environment = Record<string, string | undefined>;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function whole(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new SettingError(`${name} must be a whole number from ${least} to ${most}, not “${text}”`);
  }
  return value;
}

function url(name: string, text: string, protocols: string[]): string {
  const parsed = URL.parse(text);
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw new SettingError(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  return text.replace(/\/+$/, '');
}

function databaseUrl(env: Environment, dataDir: string): string {
  const text = env.DATABASE_URL || `sqlite:${join(dataDir, 'carrel.db')}`;
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length);
    if (!path || path.startsWith(':'))
      throw new SettingError('DATABASE_URL must name a file after sqlite:, such as sqlite:data/carrel.db');
    return `sqlite:${resolve(path)}`;
  }
  if (/^postgres(ql)?:\/\//.test(text)) return text;
  throw new SettingError('DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE');
}

/** OpenID Connect: all three or none. */
function oidc(env: Environment): Config['oidc'] {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  if (!names.some((name) => env[name])) return null;
  for (const name of names)
    if (!env[name]) throw new SettingError(`${name} is missing: set ${names.join(', ')}, or none of them`);
  const issuer = url('OIDC_ISSUER', env.OIDC_ISSUER ?? '', ['https:', 'http:']);
  return {
    issuer,
    clientId: env.OIDC_CLIENT_ID ?? '',
    clientSecret: env.OIDC_CLIENT_SECRET ?? '',
    name: env.OIDC_NAME || 'Single sign-on',
  };
}

function addresses(env: Environment, name: string): string[] {
  const list = (env[name] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  const wrong = list.find((text) => {
    const [address = '', bits = '0', more] = text.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return more !== undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > most;
  });
  if (wrong !== undefined)
    throw new SettingError(`${name} must list IP addresses or networks such as 10.0.0.0/8, not “${wrong}”`);
  return list;
}

/** With SQLite the key is made once and kept beside the data, readable by its owner alone. */
function secretKey(env: Environment, dataDir: string, embedded: boolean): Buffer {
  const given = env.SECRET_KEY;
  if (given) {
    const key = Buffer.from(given, 'utf8');
    if (key.length < 32) throw new SettingError(`SECRET_KEY must have at least 32 bytes; it has ${key.length}`);
    return key;
  }
  if (!embedded)
    throw new SettingError(
      'SECRET_KEY is required with PostgreSQL: at least 32 random bytes, the same for every process',
    );
  const path = join(dataDir, 'secret.key');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(path)) writeNew(path, randomBytes(48).toString('base64url'));
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'utf8');
  if (key.length < 32) throw new SettingError(`${path} must hold at least 32 bytes; restore it, or set SECRET_KEY`);
  return key;
}

/** Two commands may start at once: the first to link its file wins, and nobody reads half a key. */
function writeNew(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Reads the settings; throws SettingError for the first that is wrong. */
export function readConfig(env: Environment = process.env): Config {
  const dataDir = resolve(env.DATA_DIR || 'data');
  const database = databaseUrl(env, dataDir);
  const port = whole(env, 'PORT', 3000, 0, 65_535);
  const logLevel = env.LOG_LEVEL || 'info';
  if (!LEVELS.includes(logLevel))
    throw new SettingError(`LOG_LEVEL must be one of ${LEVELS.join(', ')}, not “${logLevel}”`);
  return Object.freeze({
    dataDir,
    databaseUrl: database,
    databasePoolSize: whole(env, 'DATABASE_POOL_SIZE', 10, 1, 1000),
    host: env.HOST || '127.0.0.1',
    port,
    publicUrl: url('PUBLIC_URL', env.PUBLIC_URL || `http://localhost:${port}`, ['http:', 'https:']),
    secretKey: secretKey(env, dataDir, database.startsWith('sqlite:')),
    smtpUrl: env.SMTP_URL ? url('SMTP_URL', env.SMTP_URL, ['smtp:', 'smtps:']) : null,
    mailFrom: env.MAIL_FROM || 'Carrel <carrel@localhost>',
    expiryReminderDays: whole(env, 'EXPIRY_REMINDER_DAYS', 7, 0, 365),
    rateLimitPerMinute: whole(env, 'RATE_LIMIT_PER_MINUTE', 25, 0, 1_000_000),
    oidc: oidc(env),
    trustedProxies: addresses(env, 'TRUSTED_PROXIES'),
    metrics: env.METRICS_PORT
      ? { host: env.METRICS_HOST || '127.0.0.1', port: whole(env, 'METRICS_PORT', 0, 0, 65_535) }
      : null,
    logLevel,
  });
}
