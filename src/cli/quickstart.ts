import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { commandActor } from '../actor.ts';
import { verifyText } from '../auth/bearer.ts';
import type { Config } from '../config.ts';
import { type Context, type Mailbox, now } from '../context.ts';
import { managerScope } from '../principal.ts';
import { createToken } from '../token/token.ts';
import { ownAccount } from './quickstart-account.ts';
import { keptBeside } from './quickstart-files.ts';
import type { Server } from './serve.ts';
import { serveUntilStopped } from './serve-command.ts';

const by = commandActor('quickstart');

async function loadSampleIfEmpty(context: Context): Promise<void> {
  const [any] = await context.db.read.kysely.selectFrom('manager').select('id').limit(1).execute();
  if (any) return;
  const [{ importRecords }, { readImport }, { sampleWorld }, { addSampleHistory }] = await Promise.all([
    import('../import/import.ts'),
    import('../import/read.ts'),
    import('./sample.ts'),
    import('./sample/history.ts'),
  ]);
  using records = await readImport(sampleWorld(new Date(context.clock())));
  await context.db.write(async (tx) => {
    await importRecords(tx, records, by, now(context));
    await addSampleHistory(tx, context);
  });
}

/** The quick start's own token, kept in a file that only its owner can read. */
async function ownToken(context: Context): Promise<string> {
  const { config, db } = context;
  const path = keptBeside(config, 'quickstart.token');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (kept && (await verifyText(context, kept))) return kept;
  const [manager] = await db.read.kysely.selectFrom('manager').select('id').orderBy('id').limit(1).execute();
  if (!manager) throw new Error('there is no license manager to make a token for');
  const asked = { scope: managerScope(manager.id), name: 'Quick start', permission: 'write' as const };
  const issuer = { url: config.publicUrl, secret: config.secretKey };
  const { text } = await db.write((tx) => createToken(tx, asked, issuer, by, now(context)));
  writeFileSync(path, `${text}\n`, { mode: 0o600, flush: true });
  return text;
}

/** The same at each start, so that a kept address goes on working. */
const mailboxSecret = (key: Buffer): string => createHmac('sha256', key).update('mailbox').digest('base64url');

/** Serves with a world to look at, and says how to get in. */
export async function quickstart(config: Config): Promise<void> {
  const mailbox: Mailbox = { owner: null, secret: mailboxSecret(config.secretKey) };
  const started = async ({ context, url }: Server) => {
    await loadSampleIfEmpty(context);
    const { email, password } = await ownAccount(context);
    mailbox.owner = email;
    const token = await ownToken(context);
    const place = config.port === 0 ? url : config.publicUrl;
    const mails = config.smtpUrl === null ? `Mailbox: ${place}/mail#secret=${mailbox.secret}\n` : '';
    process.stdout.write(
      `Carrel is running at ${place}\nSign in: ${email} / ${password}\nAPI token: ${token}\n${mails}`,
    );
  };
  await serveUntilStopped(config, started, { mailbox });
}
