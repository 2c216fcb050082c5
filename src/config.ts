import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { splitHosts } from './db/postgres-hosts.ts';
import { describeOwner, makeWritableFolder } from './files.ts';
import { type Logo, readLogo } from './logo.ts';
import { readSmtpUrl } from './mail/smtp-url.ts';
import { readPublicUrl } from './public-url.ts';
import { asKey, type Environment, withSecretFiles } from './secrets.ts';
import { SettingError } from './setting-error.ts';

/** Every setting, read once. The names in the environment are part of the product's interface (README, Settings). */
export interface Config {
  dataDir: string;
  databaseUrl: string;
  databasePoolSize: number;
  host: string;
  port: number;
  /** Its address for people, perhaps with a path (public-url.ts). */
  publicUrl: string;
  /** Signs tokens and sessions. */
  secretKey: Buffer;
  /** The one before it, while what it sealed is sealed anew; null without one. */
  secretKeyPrevious: Buffer | null;
  /** Null: mails are kept as files. */
  smtpUrl: string | null;
  mailFrom: string;
  /** Who sells the courses, as mails name it. */
  publisherName: string;
  /** On certificates; null: the name alone. */
  publisherLogo: Logo | null;
  /** Days before the end of a license at which its student is told; 0: never. */
  expiryReminderDays: number;
  /** Days for which sent mails, and mails kept as files, are remembered. */
  mailRetentionDays: number;
  /** 0: no limit. */
  rateLimitPerMinute: number;
  /** Of each xAPI credential; 0: no limit. */
  xapiRateLimitPerMinute: number;
  /** Days for which statements are kept; 0: for good. */
  xapiRetentionDays: number;
  /** The same for the player of one license. */
  playerRateLimitPerMinute: number;
  /** The same for the publisher's tokens together. */
  publisherRateLimitPerMinute: number;
  /** What shops sign with; those without a secret are closed. What follows from a refund in full, and Stripe's own API. */
  shops: {
    secrets: { stripe: string | null; woocommerce: string | null; paddle: string | null };
    refunds: 'close' | 'end' | 'keep';
    stripeApi: { key: string; url: string } | null;
  };
  /** The identity provider people may sign in with; null without one. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  /** The reverse proxies whose word on the client's address is taken. */
  /** Hosts that webhooks may reach though they are not public, or without TLS. */
  webhookAllowedHosts: ReadonlySet<string>;
  trustedProxies: string[];
  /** Where Prometheus reads the metrics; null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** Connections of clients at a time; null: as many as the system has descriptors for. */
  maxConnections: number | null;
  logLevel: string;
}

const POSTGRES_FORM = 'postgres://USER:PASSWORD@HOST:PORT/DATABASE';
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
  if (!parsed?.hostname || !protocols.includes(parsed.protocol)) {
    const starts = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw new SettingError(`${name} must be a URL that starts with ${starts} and names a host`);
  }
  return text.trim().replace(/\/+$/, '');
}

function smtpUrl(text: string): string {
  const read = url('SMTP_URL', text, ['smtp:', 'smtps:']);
  readSmtpUrl(read);
  return read;
}

const isEncoded = (text: string): boolean => {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
};

function checkFile(name: string, path: string | null | undefined): void {
  if (!path || path === 'system') return;
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new SettingError(`DATABASE_URL: ${name}=${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Never echoes the text: what looks like a host may be a part of the password. */
function postgresUrl(text: string): string {
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  const [path = ''] = rest.split('?', 1);
  const [only] = splitHosts(text) ?? [];
  const parsed = only === undefined ? URL.parse(text) : new URL(only);
  const [name, place] = [parsed?.hostname, parsed?.searchParams.get('host')];
  const cut = path.includes('@') || /[#\s]/.test(text) || (!authority.includes('@') && rest.includes('@') && !place);
  if ((name || place) && !cut && isEncoded(authority) && isEncoded(path)) {
    for (const file of ['sslrootcert', 'sslcert', 'sslkey']) checkFile(file, parsed?.searchParams.get(file));
    return text;
  }
  throw new SettingError(
    `DATABASE_URL must be ${POSTGRES_FORM}; in the user and the password, write %40 for @, %2F for /, %23 for #, %3F for ?, %25 for %`,
  );
}

function databaseUrl(env: Environment, dataDir: string): string {
  const text = env.DATABASE_URL || `sqlite:${join(dataDir, 'carrel.db')}`;
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length);
    if (!path || path.startsWith(':'))
      throw new SettingError('DATABASE_URL must name a file after sqlite:, such as sqlite:data/carrel.db');
    return `sqlite:${resolve(path)}`;
  }
  if (/^postgres(ql)?:\/\//.test(text)) return postgresUrl(text);
  throw new SettingError(`DATABASE_URL must be sqlite:PATH or ${POSTGRES_FORM}`);
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

const REFUND_RULES = ['close', 'end', 'keep'] as const;

function shops(env: Environment): Config['shops'] {
  const rule = env.SHOP_REFUNDS || 'close';
  const refunds = REFUND_RULES.find((one) => one === rule);
  if (!refunds) throw new SettingError(`SHOP_REFUNDS must be ${REFUND_RULES.join(', ')}, not “${rule}”`);
  const address = url('STRIPE_API_URL', env.STRIPE_API_URL || 'https://api.stripe.com', ['https:', 'http:']);
  return {
    secrets: {
      stripe: env.STRIPE_WEBHOOK_SECRET || null,
      woocommerce: env.WOOCOMMERCE_WEBHOOK_SECRET || null,
      paddle: env.PADDLE_WEBHOOK_SECRET || null,
    },
    refunds,
    stripeApi: env.STRIPE_API_KEY ? { key: env.STRIPE_API_KEY, url: address } : null,
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

/** Hosts as `URL` writes them. */
function allowedHosts(env: Environment): ReadonlySet<string> {
  const names = (env.WEBHOOK_ALLOWED_HOSTS ?? '').split(',').map((text) => text.trim());
  return new Set(
    names.filter(Boolean).map((name) => {
      const url = URL.parse(`http://${isIP(name) === 6 ? `[${name}]` : name}`);
      if (!url || url.host !== url.hostname || url.pathname !== '/' || url.username)
        throw new SettingError(`WEBHOOK_ALLOWED_HOSTS must list names or addresses without ports, not “${name}”`);
      return url.hostname.replace(/^\[|\]$/g, '');
    }),
  );
}

/** As it is set, else the name in MAIL_FROM. */
function publisherName(env: Environment): string {
  const inMailFrom = /^\s*"?([^"<>]*[^"<>\s])"?\s*<[^<>]+>\s*$/.exec(env.MAIL_FROM ?? '')?.[1];
  const name = (env.PUBLISHER_NAME || inMailFrom || 'Carrel').trim();
  if (name.length < 1 || name.length > 100 || /\p{Cc}/u.test(name))
    throw new SettingError('PUBLISHER_NAME must be a name of 1 to 100 characters, in one line');
  return name;
}

function dataFolder(env: Environment, looking: boolean): string {
  const path = resolve(env.DATA_DIR || 'data');
  if (looking) return path;
  try {
    makeWritableFolder(path);
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new SettingError(
      `DATA_DIR must be a folder that can be written to, not ${path} (${code}): ${describeOwner(path)}`,
    );
  }
  return path;
}

function logLevel(env: Environment, fallback: string): string {
  const level = env.LOG_LEVEL || fallback;
  if (!LEVELS.includes(level)) throw new SettingError(`LOG_LEVEL must be one of ${LEVELS.join(', ')}, not “${level}”`);
  return level;
}

/** The key that was given; null where it is to be made and kept beside the data, as only SQLite allows. */
function givenKey(env: Environment, embedded: boolean): Buffer | null {
  if (env.SECRET_KEY) return asKey('SECRET_KEY', env.SECRET_KEY);
  if (embedded) return null;
  throw new SettingError(
    'SECRET_KEY is required with PostgreSQL: at least 32 random bytes, the same for every process',
  );
}

/** Made once, and readable by its owner alone. Where somebody only looks, none is made: it is empty. */
function keptKey(dataDir: string, looking: boolean): Buffer {
  const path = join(dataDir, 'secret.key');
  if (looking && !existsSync(path)) return Buffer.alloc(0);
  if (!existsSync(path)) writeNew(path, randomBytes(48).toString('base64url'));
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'utf8');
  if (key.length < 32)
    throw new SettingError(`SECRET_KEY is not set, and ${path} has less than 32 bytes; restore it, or set SECRET_KEY`);
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

const metrics = (env: Environment): Config['metrics'] =>
  env.METRICS_PORT ? { host: env.METRICS_HOST || '127.0.0.1', port: whole(env, 'METRICS_PORT', 0, 0, 65_535) } : null;

/** Runs readers of settings, and keeps what they find wrong. */
class Readers {
  readonly #problems: string[] = [];

  /** The setting; null where it is wrong. */
  read<T>(setting: () => T): T | null {
    try {
      return setting();
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      this.#problems.push(error.message);
      return null;
    }
  }

  /** Throws all that was wrong. What a file was to tell is not said to be missing as well. */
  settle(): void {
    const inFiles = this.#problems.flatMap((problem) => /^(\w+)_FILE:/.exec(problem)?.[1] ?? []);
    const told = this.#problems.filter((problem) => !inFiles.some((name) => problem.startsWith(`${name} `)));
    if (told.length > 0) throw new SettingError(told.join('\n'));
  }
}

interface Reading {
  logLevel: string;
  /** Makes no folder and no key. */
  looking: boolean;
}

const SERVING: Reading = { logLevel: 'info', looking: false };

/** How a command reads the settings that must change nothing. */
export const LOOKING: Reading = { ...SERVING, looking: true };

/** Reads the settings; throws SettingError with a line for each that is wrong. */
export function readConfig(given: Environment = process.env, reading: Partial<Reading> = {}): Config {
  const { logLevel: level, looking } = { ...SERVING, ...reading };
  const readers = new Readers();
  const env = withSecretFiles(given, (secret) => readers.read(secret));
  const read = <T>(setting: () => T): T => readers.read(setting) as T; // nothing is handed out before all are right
  const dataDir = read(() => dataFolder(env, looking));
  const database = read(() => databaseUrl(env, dataDir ?? 'data'));
  const embedded = database?.startsWith('sqlite:') ?? true;
  const key = read(() => givenKey(env, embedded));
  const port = read(() => whole(env, 'PORT', 3000, 0, 65_535));
  const config = {
    dataDir,
    databaseUrl: database,
    secretKeyPrevious: read(() =>
      env.SECRET_KEY_PREVIOUS ? asKey('SECRET_KEY_PREVIOUS', env.SECRET_KEY_PREVIOUS) : null,
    ),
    databasePoolSize: read(() => whole(env, 'DATABASE_POOL_SIZE', 10, 1, 1000)),
    host: env.HOST || '127.0.0.1',
    port,
    publicUrl: read(() => readPublicUrl(env.PUBLIC_URL || `http://localhost:${port ?? 3000}`)),
    smtpUrl: read(() => (env.SMTP_URL ? smtpUrl(env.SMTP_URL) : null)),
    mailFrom: env.MAIL_FROM || 'Carrel <carrel@localhost>',
    publisherName: read(() => publisherName(env)),
    publisherLogo: read(() => readLogo(env.PUBLISHER_LOGO)),
    mailRetentionDays: read(() => whole(env, 'MAIL_RETENTION_DAYS', 30, 1, 3650)),
    expiryReminderDays: read(() => whole(env, 'EXPIRY_REMINDER_DAYS', 7, 0, 365)),
    rateLimitPerMinute: read(() => whole(env, 'RATE_LIMIT_PER_MINUTE', 25, 0, 1_000_000)),
    publisherRateLimitPerMinute: read(() => whole(env, 'PUBLISHER_RATE_LIMIT_PER_MINUTE', 600, 0, 1_000_000)),
    xapiRateLimitPerMinute: read(() => whole(env, 'XAPI_RATE_LIMIT_PER_MINUTE', 6000, 0, 1_000_000)),
    xapiRetentionDays: read(() => whole(env, 'XAPI_RETENTION_DAYS', 0, 0, 36_500)),
    playerRateLimitPerMinute: read(() => whole(env, 'PLAYER_RATE_LIMIT_PER_MINUTE', 120, 0, 1_000_000)),
    shops: read(() => shops(env)),
    oidc: read(() => oidc(env)),
    webhookAllowedHosts: read(() => allowedHosts(env)),
    trustedProxies: read(() => addresses(env, 'TRUSTED_PROXIES')),
    metrics: read(() => metrics(env)),
    maxConnections: read(() => whole(env, 'MAX_CONNECTIONS', 0, 10, 1_000_000) || null),
    logLevel: read(() => logLevel(env, level)),
  };
  readers.settle();
  return Object.freeze({ ...config, secretKey: key ?? keptKey(dataDir, looking) });
}
