import { personActor } from '../actor.ts';
import { enter } from '../auth/better-auth/enter.ts';
import { OIDC } from '../auth/constants.ts';
import { readEmail, readPersonName } from '../auth/fields.ts';
import { hashPassword } from '../auth/password.ts';
import { anybody, createPerson } from '../auth/person.ts';
import { Done, SetupBody } from '../auth/schema.ts';
import { rolesOf, staffRoleOf, termsOf, type Visitor } from '../auth/session.ts';
import { brandOf } from '../brand/brand.ts';
import { toBrandView } from '../brand/schema.ts';
import { now } from '../context.ts';
import type { Database, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, notFound } from '../errors.ts';
import { record } from '../event/record.ts';
import { operation } from '../http/operation.ts';
import { Session } from './session-schema.ts';
import { isSetupCode } from './setup.ts';

const licensed = prepare((db, p: { email: string }) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('manager_student', 'manager_student.student_id', 'student.id')
    .select('student.id')
    .where('student.email_key', '=', p.email)
    .limit(1),
);

/** The second of two servers that are set up at once waits here, and then finds an account. */
const queue = prepare((db, _: object) =>
  db
    .insertInto('attempt')
    .values({ subject: 'setup', failures: 0, last_at: 0 })
    .onConflict((conflict) => conflict.column('subject').doNothing()),
);

async function describe(db: Queries, visitor: Visitor | null) {
  if (!visitor) return { user: null, publisher: false, staffRole: null, managers: [], student: false, terms: null };
  const { id, name, email, twoFactorEnabled } = visitor;
  const staffRole = await staffRoleOf(db, id);
  return {
    user: { id, name, email, twoFactorEnabled },
    publisher: staffRole !== null,
    staffRole,
    managers: await rolesOf(db, id),
    student: (await licensed(db, { email })).length > 0,
    terms: termsOf(visitor),
  };
}

/** Databases that are set up, which they stay: nobody asks them twice. */
const setUp = new WeakSet<Database>();

async function isSetUp(db: Database): Promise<boolean> {
  if (setUp.has(db)) return true;
  const isUp = await anybody(db.read);
  if (isUp) setUp.add(db);
  return isUp;
}

/** Who is signed in. */
export const getSession = operation(
  { schema: { hide: true, response: { 200: Session } } },
  async (context, request) => {
    const { db, config } = context;
    const providers = config.oidc ? [{ id: OIDC, name: config.oidc.name }] : [];
    const mailbox = Boolean(request.visitor) && context.mailbox?.owner === request.visitor?.email;
    return {
      ...(await describe(db.read, request.visitor)),
      setupNeeded: !(await isSetUp(db)),
      providers,
      mailbox,
      brand: toBrandView(await brandOf(db.read, config)),
      publicUrl: config.publicUrl,
    };
  },
);

/** Makes the first account of a new server. */
export const setUpServer = operation(
  { schema: { hide: true, body: SetupBody, response: { 200: Done } } },
  async (context, request, reply) => {
    const { auth, db, config } = context;
    if (await anybody(db.read)) throw notFound();
    const { code, password } = request.body;
    if (!isSetupCode(config, code)) {
      throw invalid({ pointer: '/code', detail: 'is not the set-up code: it is in the link that the server printed' });
    }
    const person = { name: readPersonName(request.body.name), email: readEmail(request.body.email), publisher: true };
    const passwordHash = await hashPassword(password);
    await db.write(async (tx: Transaction) => {
      await queue(tx, {});
      if (await anybody(tx)) throw notFound();
      const at = now(context);
      const id = await createPerson(tx, { ...person, passwordHash }, at);
      if (id === null) throw notFound();
      record(tx, {
        managerId: null,
        at,
        kind: 'account.set_up',
        by: personActor({ id, name: person.name, email: person.email.key }),
      });
    });
    return enter(context, auth, request, reply, { email: person.email.key, password });
  },
);
