import { readFileSync } from 'node:fs';
import { SettingError } from './setting-error.ts';

export type Environment = Record<string, string | undefined>;

/** Settings that may stand in a file, which the name with `_FILE` behind it names. */
const SECRETS = [
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'DATABASE_URL',
  'SMTP_URL',
  'OIDC_CLIENT_SECRET',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_API_KEY',
  'WOOCOMMERCE_WEBHOOK_SECRET',
  'PADDLE_WEBHOOK_SECRET',
] as const;

function secretIn(env: Environment, name: string): string {
  const path = env[`${name}_FILE`] as string;
  if (env[name]) throw new SettingError(`${name}_FILE: ${name} is set as well; set one of the two`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new SettingError(`${name}_FILE: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (text === '') throw new SettingError(`${name}_FILE: ${path} is empty`);
  return text;
}

/** The environment with what stands in files; `read` keeps what is wrong with each. */
export function withSecretFiles(env: Environment, read: (secret: () => string) => string | null): Environment {
  const inFiles = SECRETS.filter((name) => env[`${name}_FILE`]);
  return { ...env, ...Object.fromEntries(inFiles.map((name) => [name, read(() => secretIn(env, name)) ?? undefined])) };
}

const LEAST_BYTES = 32;
const LEAST_DIFFERENT = 8;
const MADE_BY = 'make one with: openssl rand -base64 48';
const EXAMPLE = /change[-_ ]?(me|this)|example|placeholder|at least 32 bytes|your[-_ ]secret|openssl rand/i;

/** True of `abcabcabc…`: the text is a shorter one, again and again. */
const repeats = (text: string): boolean => /^(.{1,16})\1+.{0,15}$/s.test(text);

/** True of `abcdef…` and `98765…`: the next character is told by those before it. */
function ascends(bytes: Buffer): boolean {
  const steps = new Set(Array.from(bytes.subarray(1), (byte, i) => byte - (bytes[i] as number)));
  return steps.size <= 3;
}

/** Refuses, by name, a key that can be guessed. */
export function asKey(name: string, text: string): Buffer {
  const key = Buffer.from(text, 'utf8');
  const refuse = (why: string) => new SettingError(`${name} ${why}; ${MADE_BY}`);
  if (key.length < LEAST_BYTES) throw refuse(`must have at least ${LEAST_BYTES} bytes; it has ${key.length}`);
  if (EXAMPLE.test(text)) throw refuse('is the text of an example, which everybody knows');
  const different = new Set(key).size;
  if (different < LEAST_DIFFERENT) throw refuse(`can be guessed: it has ${different} different characters only`);
  if (repeats(text) || ascends(key)) throw refuse('can be guessed: it is a pattern, not random');
  return key;
}
