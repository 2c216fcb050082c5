import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Identity } from './identity.ts';
import { columnsHolding, type TableRule } from './registry.ts';
import type { Traces } from './traces.ts';

export type Row = Record<string, unknown>;

export interface FoundRow {
  row: Row;
  /** It is about the person, and does not only name them in what it tells. */
  about: boolean;
}

/** So many numbered rows are looked through in one statement. */
const AT_ONCE = 50_000;

/** PostgreSQL lowers all letters; both forms are among the needles. */
const contains = (column: string, needle: string, { engine }: Queries): RawBuilder<unknown> =>
  engine === 'postgres'
    ? sql`strpos(lower(${sql.ref(column)}), ${needle}) > 0`
    : sql`instr(lower(${sql.ref(column)}), ${needle}) > 0`;

function aboutThem(rule: TableRule, who: Identity, { engine }: Queries): RawBuilder<unknown>[] {
  const among = (column: string, ids: number[]) => sql`${sql.ref(column)} in ${idsIn(JSON.stringify(ids), engine)}`;
  const events = sql`(select id from event where student_id in ${idsIn(JSON.stringify(who.studentIds), engine)}
    and (manager_id is null or manager_id in ${idsIn(JSON.stringify(who.managers), engine)}))`;
  return [
    ...columnsHolding(rule, 'student').map((column) => among(column, who.studentIds)),
    ...columnsHolding(rule, 'license').map((column) => among(column, who.licenseIds)),
    ...columnsHolding(rule, 'event')
      .filter((column) => column !== 'id')
      .map((column) => sql`${sql.ref(column)} in ${events}`),
    ...columnsHolding(rule, 'person').flatMap((column) =>
      who.account ? [sql`${sql.ref(column)} = ${who.account.id}`] : [],
    ),
    ...columnsHolding(rule, 'address').map(
      (column) =>
        sql`lower(${sql.ref(column)}) in (${sql.join([...who.addresses.map((one) => one.toLowerCase()), ''].filter(Boolean))})`,
    ),
  ];
}

async function lastNumber(db: Queries, table: TableRule['table'], number: string): Promise<number> {
  const { rows } = await sql<{
    last: number;
  }>`select coalesce(max(${sql.ref(number)}), 0) as last from ${sql.table(table)}`.execute(db.kysely);
  return rows[0]?.last ?? 0;
}

/** The rows of a table that are about a person, or name them. */
export async function* rowsOf(db: Queries, rule: TableRule, who: Identity, traces: Traces): AsyncGenerator<FoundRow> {
  const own = aboutThem(rule, who, db);
  const named = columnsHolding(rule, 'name', 'address', 'text', 'json').flatMap((column) =>
    traces.needles.map((needle) => contains(column, needle, db)),
  );
  const either = [...own, ...named];
  if (either.length === 0) return;
  const about = own.length > 0 ? sql`coalesce(${sql.join(own, sql` or `)}, false)` : sql`false`;
  const last = rule.numbered ? await lastNumber(db, rule.table, rule.numbered) : 0;
  for (let from = 0; from <= last; from += AT_ONCE) {
    const part = rule.numbered
      ? sql`${sql.ref(rule.numbered)} > ${from} and ${sql.ref(rule.numbered)} <= ${from + AT_ONCE} and`
      : sql``;
    const { rows } =
      await sql<Row>`select *, case when ${about} then 1 else 0 end as "about them" from ${sql.table(rule.table)}
      where ${part} (${sql.join(either, sql` or `)})`.execute(db.kysely);
    for (const { 'about them': them, ...row } of rows) yield { row, about: them === 1 };
  }
}
