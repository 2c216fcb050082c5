import { type RawBuilder, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { locked, textsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { runRaw } from '../db/raw.ts';
import type { Flag, Instant, Moment, Role, StaffRole } from '../db/tables.ts';
import { notFound } from '../errors.ts';

/** An account as those see it who help people. Times in seconds. */
export interface Account {
  id: string;
  email: string;
  name: string;
  /** What they may do as staff of the publisher; null of others. */
  staff: StaffRole | null;
  secondFactor: boolean;
  /** Since when nobody can sign in with it. */
  disabledAt: Instant | null;
  lastSignInAt: Instant | null;
  createdAt: Instant;
  /** The license managers that the person works for. */
  roles: { id: number; name: string; role: Role }[];
}

interface Row {
  id: string;
  email: string;
  name: string;
  publisher: Flag;
  staff_role: StaffRole;
  two_factor_enabled: Flag | boolean | null;
  disabled_at: Instant | null;
  last_sign_in_at: Instant | null;
  created_at: Moment;
}

/** Counting stops here, and so do page numbers: whoever looks for one account searches. */
export const MAX_COUNTED = 10_000;

const columns = [
  'id',
  'email',
  'name',
  'publisher',
  'staff_role',
  'two_factor_enabled',
  'disabled_at',
  'last_sign_in_at',
  'created_at',
] as const;

const byId = prepare((db, p: { id: string }, engine) =>
  locked(db.selectFrom('person').select(columns).where('id', '=', p.id), engine),
);
const byEmail = prepare((db, p: { email: string }, engine) =>
  locked(db.selectFrom('person').select(columns).where('email', '=', p.email), engine),
);
const rolesOfMany = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.person_id', 'manager.id', 'manager.name', 'member.role'])
    .where('member.person_id', 'in', textsIn(p.ids, engine))
    .orderBy('manager.id'),
);

async function withRoles(db: Queries, rows: Row[]): Promise<Account[]> {
  const members = rows.length > 0 ? await rolesOfMany(db, { ids: JSON.stringify(rows.map(({ id }) => id)) }) : [];
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    staff: row.publisher === 1 ? row.staff_role : null,
    secondFactor: Boolean(row.two_factor_enabled),
    disabledAt: row.disabled_at,
    lastSignInAt: row.last_sign_in_at,
    createdAt: Math.floor(new Date(row.created_at).getTime() / 1000),
    roles: members.filter(({ person_id }) => person_id === row.id).map(({ id, name, role }) => ({ id, name, role })),
  }));
}

/** The account, which nobody else changes until the commit; throws `not_found`. */
export async function lockAccount(tx: Transaction, which: { id: string } | { email: string }): Promise<Account> {
  const rows = 'id' in which ? await byId(tx, which) : await byEmail(tx, which);
  const [account] = await withRoles(tx, rows);
  if (!account) throw notFound();
  return account;
}

const contains = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

function conditions({ search = '', staff = false }: { search?: string; staff?: boolean }): RawBuilder<unknown> {
  const wanted = search.trim();
  const all = [sql`1 = 1`];
  if (staff) all.push(sql`publisher = 1`);
  if (wanted) {
    const pattern = contains(wanted);
    all.push(sql`(email like ${pattern} escape '\\' or lower(name) like ${pattern} escape '\\')`);
  }
  return sql.join(all, sql` and `);
}

/** A slice of the accounts by address, and how many match, up to MAX_COUNTED. */
export async function listAccounts(
  db: Queries,
  filter: { search?: string; staff?: boolean },
  slice: Slice,
): Promise<{ total: number; accounts: Account[] }> {
  const where = conditions(filter);
  const [counted] = await runRaw(
    db,
    sql<{
      total: number;
    }>`select count(*) as total from (select 1 from person where ${where} limit ${MAX_COUNTED}) as matching`,
  );
  const limit = Math.max(0, Math.min(slice.limit, MAX_COUNTED - slice.offset));
  const rows = await runRaw(
    db,
    sql<Row>`select id, email, name, publisher, staff_role, two_factor_enabled, disabled_at, last_sign_in_at, created_at
      from person where ${where} order by email limit ${limit} offset ${slice.offset}`,
  );
  return { total: counted?.total ?? 0, accounts: await withRoles(db, rows) };
}

const after = prepare((db, p: { email: string; most: number }) =>
  db.selectFrom('person').select(columns).where('email', '>', p.email).orderBy('email').limit(p.most),
);

/** Every account by address, some at a time. */
export async function* allAccounts(db: Queries, most = 500): AsyncGenerator<Account> {
  for (let email = ''; ; ) {
    const rows = await after(db, { email, most });
    yield* await withRoles(db, rows);
    const last = rows.at(-1);
    if (!last || rows.length < most) return;
    email = last.email;
  }
}
