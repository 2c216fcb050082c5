import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setStaff } from '../account/manage.ts';
import { commandActor } from '../actor.ts';
import { hashPassword, verifyPassword } from '../auth/password.ts';
import { createPerson, findPerson, passwordHashOf, setPassword } from '../auth/person.ts';
import { type Context, now } from '../context.ts';
import { join } from '../member/member.ts';
import { type Email, parseEmail } from '../rules/email.ts';
import { keptBeside } from './quickstart-files.ts';

const by = commandActor('quickstart');

interface Login {
  email: string;
  password: string;
}

const letters = (from: string) => from[randomInt(from.length)];
const syllable = () => `${letters('bdfghjklmnprstvz')}${letters('aeiou')}`;

/** Easy to read out and to type, and too long to guess: 75 bits. */
const newPassword = () => Array.from({ length: 4 }, () => syllable() + syllable() + syllable()).join('-');

/** Somebody of the sample world who holds licenses, so that every side of the product can be seen. */
async function holder({ db }: Context): Promise<{ name: string; email: Email }> {
  const [student] = await db.read.kysely
    .selectFrom('student')
    .innerJoin('manager_student', 'manager_student.student_id', 'student.id')
    .select(['student.name', 'student.email'])
    .orderBy('manager_student.live', 'desc')
    .orderBy('student.id')
    .limit(1)
    .execute();
  const email = parseEmail(student?.email ?? 'owner@carrel.example');
  if (!email) throw new Error(`${student?.email} is no email address`);
  return { name: student?.name ?? 'Owner', email };
}

async function stillValid({ db }: Context, { email, password }: Login): Promise<boolean> {
  const person = await findPerson(db.read, email);
  const hash = person && (await passwordHashOf(db.read, person.id));
  return hash ? verifyPassword({ hash, password }) : false;
}

async function create(context: Context): Promise<Login> {
  const { name, email } = await holder(context);
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await context.db.write(async (tx) => {
    const at = now(context);
    const known = await findPerson(tx, email.key);
    const personId = known?.id ?? (await createPerson(tx, { name, email, passwordHash, publisher: true }, at));
    if (!personId) throw new Error('an account vanished');
    if (known) await setPassword(tx, personId, passwordHash, at);
    await setStaff(tx, { who: { id: personId }, by, now: at }, 'owner');
    const managers = await tx.kysely.selectFrom('manager').select('id').orderBy('id').execute();
    for (const { id } of managers) {
      await join(tx, { managerId: id, personId, email: email.key, role: 'owner' }, by, at);
    }
  });
  return { email: email.key, password };
}

/**
 * The quick start's own account: publisher staff, owner of every license manager, and a student with licenses. Its
 * password is kept in a file that only its owner can read; where it no longer fits, a new one is made.
 */
export async function ownAccount(context: Context): Promise<Login> {
  const path = keptBeside(context.config, 'quickstart.account');
  const [email = '', password = ''] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  if (email && (await stillValid(context, { email, password }))) return { email, password };
  const login = await create(context);
  writeFileSync(path, `${login.email}\n${login.password}\n`, { mode: 0o600, flush: true });
  return login;
}
