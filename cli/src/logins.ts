import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { readIfThere, writeSecret } from './files.ts';

interface Logins {
  /** The server of the last login. */
  current: string;
  /** Tokens by the address of their server. */
  tokens: Record<string, string>;
}

const NONE: Logins = { current: '', tokens: {} };

/** `CARREL_CONFIG_DIR`, or the folder where the platform keeps settings. */
export function loginsFile({ variables }: Environment): string {
  return join(variables.CARREL_CONFIG_DIR ?? envPaths('carrel-licenses', { suffix: '' }).config, 'logins.json');
}

function readLogins(environment: Environment): Logins {
  const path = loginsFile(environment);
  const text = readIfThere(path);
  if (text === null) return NONE;
  if (process.platform !== 'win32' && statSync(path).mode & 0o077) chmodSync(path, 0o600);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path} cannot be read. Log in again: carrel-licenses login`);
  }
}

/** The address of a server in one form, without the path of the API. */
export function serverOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new UsageError(`“${text}” is no address of a server, such as https://licenses.example.com.`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api\/licensing(\/v1)?$/, '');
}

export function keepLogin(environment: Environment, server: string, token: string): void {
  const { tokens } = readLogins(environment);
  const kept: Logins = { current: server, tokens: { ...tokens, [server]: token } };
  writeSecret(loginsFile(environment), `${JSON.stringify(kept, null, 2)}\n`);
}

/** Forgets the token of a server; false where there was none. */
export function forgetLogin(environment: Environment, server: string): boolean {
  const { current, tokens } = readLogins(environment);
  if (!(server in tokens)) return false;
  const { [server]: _, ...others } = tokens;
  const kept: Logins = { current: current === server ? '' : current, tokens: others };
  writeSecret(loginsFile(environment), `${JSON.stringify(kept, null, 2)}\n`);
  return true;
}

/** The server that is meant: as an option says, as `CARREL_URL` says, or the last one that was logged in to. */
export function chosenServer(environment: Environment, option: string | undefined): string | null {
  const said = option ?? environment.variables.CARREL_URL ?? readLogins(environment).current;
  return said ? serverOf(said) : null;
}

/** The token for a server: `variable`, or the one that was kept at login. */
export function tokenFor(environment: Environment, server: string, variable: string): string {
  const token = environment.variables[variable] ?? readLogins(environment).tokens[server];
  if (token) return token.trim();
  throw new UsageError(`There is no token for ${server}. Log in: carrel-licenses login --server ${server}`);
}
