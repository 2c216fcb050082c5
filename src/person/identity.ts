import { type SqlBool, sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { parseEmail } from '../rules/email.ts';

/** What a student who was erased is called. */
export const ERASED_NAME = 'Erased person';
/** Whom an assignment named no name for is called this. */
const NAMELESS = 'Student';

/** Who a student is: all by which the person is known, and found. */
export interface Identity {
  id: number;
  /** The student, and those who were merged into them. */
  studentIds: number[];
  licenseIds: number[];
  /** Those of whom they have or had licenses. */
  managers: number[];
  /** As they were written, and their keys; earlier ones too. */
  addresses: string[];
  names: string[];
  /** True of a name that nobody else has, as far as is known. */
  isUnique: (name: string) => boolean;
  account: Account | null;
}

/** The account with one of the addresses; `busy`: the person is staff, or works for a license manager. */
export interface Account {
  id: string;
  name: string;
  email: string;
  busy: boolean;
}

const students = prepare((db, p: { id: number }) =>
  db
    .selectFrom('student')
    .select(['id', 'name', 'email', 'email_key'])
    .where((eb) => eb.or([eb('id', '=', p.id), eb('merged_into', '=', p.id)])),
);
const licenses = prepare((db, p: { ids: string }, engine: Engine) =>
  db.selectFrom('license').select(['id', 'manager_id']).where('student_id', 'in', idsIn(p.ids, engine)),
);
const managers = prepare((db, p: { ids: string }, engine: Engine) =>
  db.selectFrom('manager_student').select('manager_id').where('student_id', 'in', idsIn(p.ids, engine)),
);
const changes = prepare((db, p: { ids: string; managers: string }, engine: Engine) =>
  db
    .selectFrom('event')
    .select('details')
    .where('student_id', 'in', idsIn(p.ids, engine))
    .where((eb) => eb.or([eb('manager_id', 'is', null), eb('manager_id', 'in', idsIn(p.managers, engine))]))
    .where('kind', 'in', ['student.renamed', 'student.address_changed', 'student.merged']),
);
const accounts = prepare((db, p: { keys: string }, engine: Engine) =>
  db
    .selectFrom('person')
    .leftJoin('member', 'member.person_id', 'person.id')
    .select(['person.id', 'person.name', 'person.email', 'person.publisher', 'member.id as member'])
    .where('person.email', 'in', textsIn(p.keys, engine)),
);
const namesakes = prepare((db, p: { names: string; ids: string; account: string }, engine: Engine) =>
  db
    .selectFrom('student')
    .select(sql<string>`lower(name)`.as('name'))
    .where(sql<SqlBool>`lower(name) in ${textsIn(p.names, engine)}`)
    .where('id', 'not in', idsIn(p.ids, engine))
    .union(
      db
        .selectFrom('person')
        .select(sql<string>`lower(name)`.as('name'))
        .where(sql<SqlBool>`lower(name) in ${textsIn(p.names, engine)}`)
        .where('id', '<>', p.account),
    )
    .union(
      db
        .selectFrom('manager')
        .select(sql<string>`lower(name)`.as('name'))
        .where(sql<SqlBool>`lower(name) in ${textsIn(p.names, engine)}`),
    ),
);

const formsOf = (address: string): string[] => {
  const email = parseEmail(address);
  return email ? [address, email.address, email.key] : address ? [address] : [];
};

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

async function accountWith(db: Queries, keys: readonly string[]): Promise<Account | null> {
  const rows = await accounts(db, { keys: JSON.stringify(keys) });
  const [first] = rows;
  if (!first) return null;
  const own = rows.filter(({ id }) => id === first.id);
  return { ...first, busy: first.publisher === 1 || own.some(({ member }) => member !== null) };
}

/** Everything by which a student is known. The student must be there. */
export async function identityOf(db: Queries, id: number): Promise<Identity> {
  const rows = await students(db, { id });
  const studentIds = rows.map((row) => row.id);
  const ids = JSON.stringify(studentIds);
  const held = await licenses(db, { ids });
  const managerIds = unique((await managers(db, { ids })).map((row) => row.manager_id));
  const told = (await changes(db, { ids, managers: JSON.stringify(managerIds) })).map(({ details }) => {
    const { before, after } = JSON.parse(details) as Record<'before' | 'after', { name?: string; email?: string }>;
    return [before, after];
  });
  const facts = [...rows, ...told.flat()];
  const addresses = unique([
    ...facts.flatMap(({ email }) => formsOf(email ?? '')),
    ...rows.flatMap(({ email_key }) => formsOf(email_key)),
  ]);
  const account = await accountWith(db, unique(addresses.flatMap((address) => parseEmail(address)?.key ?? [])));
  const names = unique([...facts.flatMap(({ name }) => name ?? []), ...(account ? [account.name] : [])]).filter(
    (name) => ![NAMELESS, ERASED_NAME].includes(name) && !addresses.includes(name),
  );
  const asked = { names: JSON.stringify(names.map((name) => name.toLowerCase())), ids, account: account?.id ?? '' };
  const others = new Set((await namesakes(db, asked)).map(({ name }) => name.toLowerCase()));
  return {
    id,
    studentIds,
    licenseIds: held.map((row) => row.id),
    managers: managerIds,
    addresses,
    names,
    isUnique: (name) => /\S\s+\S/.test(name) && !others.has(name.toLowerCase()),
    account,
  };
}
