import { commandActor } from '../actor.ts';
import { type Context, clockOf, now } from '../context.ts';
import { migrate } from '../db/migrate.ts';
import { Refusal } from '../errors.ts';
import { eraseStudent } from '../person/erase.ts';
import { exportPerson } from '../person/export.ts';
import { finishErasures, keptMailsNaming } from '../person/finish.ts';
import { identityOf } from '../person/identity.ts';
import { parseEmail } from '../rules/email.ts';
import { findStudent } from '../student/student.ts';
import { UsageError } from './usage.ts';

async function idOf({ db }: Pick<Context, 'db'>, address: string): Promise<number> {
  const email = parseEmail(address);
  if (!email) throw new UsageError(`--email must be an email address, not “${address}”`);
  const student = await findStudent(db.read, email);
  if (!student) throw new Error(`there is no student with the address ${email.key}`);
  return student.id;
}

/** Prints all that is kept of a person, as one JSON document. */
export async function exportStudentCommand(context: Context, { email }: { email: string }): Promise<void> {
  const document = await exportPerson(context, await idOf(context, email));
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

const OF_POSTGRES =
  'PostgreSQL keeps what was deleted in its files for a while: run “vacuum full”, as docs/privacy.md says.';

/** Takes a person out of the database and of the kept mails, and rewrites the files of an embedded database. */
export async function eraseStudentCommand(
  context: Context,
  { email, end = false }: { email: string; end?: boolean },
): Promise<void> {
  const { db } = context;
  const { publicUrl } = context.config;
  await migrate(db, now(context));
  const id = await idOf(context, email);
  const files = await keptMailsNaming(context, await identityOf(db.read, id));
  const by = commandActor('student erase');
  const { ended, account } = await db
    .write((tx) => eraseStudent(tx, { id, end, files, publicUrl }, by, clockOf(context)))
    .catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'has_licenses') throw error;
      throw new Error('the student has active licenses; with --end they are ended, and the student is erased');
    });
  await finishErasures(context);
  const licenses = ended === 0 ? '' : `, and ended ${ended} ${ended === 1 ? 'license' : 'licenses'}`;
  process.stdout.write(`erased student ${id}${licenses}\n`);
  if (account === 'deleted') process.stdout.write('the account with the address is deleted\n');
  if (account === 'kept')
    process.stdout.write(
      'the account stays: the person works for a license manager or the publisher; “carrel account delete” removes it\n',
    );
  if (db.engine === 'postgres') process.stdout.write(`${OF_POSTGRES}\n`);
}
