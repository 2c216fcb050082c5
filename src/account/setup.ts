import { createHmac, timingSafeEqual } from 'node:crypto';
import { anybody } from '../auth/person.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';

/** What proves that whoever makes the first account runs the server: the same in every process, worth nothing later. */
const setupCode = ({ secretKey }: Pick<Config, 'secretKey'>): string =>
  createHmac('sha256', secretKey).update('set-up').digest('base64url').slice(0, 22);

export function isSetupCode(config: Pick<Config, 'secretKey'>, code: string): boolean {
  const [given, expected] = [Buffer.from(code.trim()), Buffer.from(setupCode(config))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Where the first account is made, or null where there is one. */
export async function setupPage({ config, db }: Context): Promise<string | null> {
  return (await anybody(db.read)) ? null : `${config.publicUrl}/setup?code=${setupCode(config)}`;
}
