import { commandActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { hastenMails, listOpenMails, type OpenMail, releaseOutbox, retryMails } from '../outbox/manage.ts';
import { outboxStatus } from '../outbox/queue.ts';
import { isoTime } from '../rules/time.ts';

const MAX_LISTED = 1000;

const print = (line: string) => process.stdout.write(`${line}\n`);
const time = (ms: number) => isoTime(Math.floor(ms / 1000));
const mails = (count: number) => `${count} ${count === 1 ? 'mail' : 'mails'}`;

function stateOf({ failed_at, attempts, run_at, error }: OpenMail): string {
  if (failed_at !== null) return `failed ${time(failed_at)}: ${error}`;
  if (attempts === 0 || error === null) return 'waits';
  return `failed ${attempts === 1 ? 'once' : `${attempts} times`}, next at ${time(run_at)}: ${error}`;
}

/** Prints what waits and failed, and why nothing is sent, if that is so. */
export async function outboxStatusCommand(context: Context): Promise<void> {
  const { waiting, waitingSince, failed, paused } = await outboxStatus(context.db.read);
  print(`${mails(waiting)} waiting${waitingSince === null ? '' : `, the oldest since ${time(waitingSince)}`}`);
  print(`${mails(failed)} failed`);
  if (paused !== null) print(`Paused: ${paused}. Run “carrel outbox release” to send again.`);
}

/** Prints the mails that wait or failed, a line for each. */
export async function listOutboxCommand(context: Context): Promise<void> {
  const open = await listOpenMails(context.db.read, MAX_LISTED + 1);
  for (const mail of open.slice(0, MAX_LISTED)) {
    print(`${mail.id}  ${time(mail.created_at)}  ${mail.kind}  ${mail.recipient}  ${stateOf(mail)}`);
  }
  if (open.length > MAX_LISTED) print(`There are more than ${MAX_LISTED}.`);
}

/** Tries one failed mail again, or all. */
export async function retryOutboxCommand(context: Context, id: string | null): Promise<void> {
  await migrate(context.db, now(context));
  const { retried, gone } = await context.db.write((tx) => retryMails(tx, id));
  if (id !== null && retried + gone === 0) throw new Error(`there is no failed mail ${id}`);
  if (gone > 0) print(`${mails(gone)} stay failed: a link is not kept after that; whoever needs it has to ask again`);
  print(`${mails(retried)} will be tried again`);
}

/** Tries the mails at once that wait for their next attempt, once the mail server is back. */
export async function hastenOutboxCommand(context: Context): Promise<void> {
  await migrate(context.db, now(context));
  print(`${mails(await context.db.write(hastenMails))} will be tried at once`);
}

/** Lets a paused outbox send again. */
export async function releaseOutboxCommand(context: Context, options: { discard?: boolean }): Promise<void> {
  await migrate(context.db, now(context));
  const by = commandActor('outbox release');
  const discarded = await releaseOutbox(context, options.discard ?? false, by, now(context));
  if (discarded === null) print('The outbox was not paused.');
  else print(discarded > 0 ? `The outbox sends again; ${mails(discarded)} given up.` : 'The outbox sends again.');
}
