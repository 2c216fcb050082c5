import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';

/** A statement as it is kept. */
export interface Row {
  seq: number;
  body: string;
  stored: number;
  voided: number;
}

/** Which statements, and which part of them. */
export interface Asked {
  /** Each is met by a statement that is found by any of its keys (rules/xapi/keys.ts). */
  conditions: string[][];
  /** Milliseconds; stored later than that. */
  since?: number;
  /** Milliseconds; stored then or before. */
  until?: number;
  ascending: boolean;
  /** The last statement of the page before. */
  after?: number;
  limit: number;
}

const byId = prepare((db, p: { id: string }) =>
  db.selectFrom('xapi_statement').select(['seq', 'body', 'stored', 'voided']).where('id', '=', p.id),
);

/** One statement, voided or not. */
export async function statementById(queries: Queries, id: string): Promise<Row | undefined> {
  const [row] = await byId(queries, { id: id.toLowerCase() });
  return row;
}

const lastStoredBy = prepare((db, p: { ms: number }) =>
  db
    .selectFrom('xapi_statement')
    .select('seq')
    .where('stored', '<=', p.ms)
    .orderBy('stored', 'desc')
    .orderBy('seq', 'desc')
    .limit(1),
);

/** Times grow with the sequence, so a time is a place in it: the last statement stored by then. */
async function placeOf(queries: Queries, ms: number): Promise<number> {
  const [row] = await lastStoredBy(queries, { ms });
  return row?.seq ?? 0;
}

/** Behind `low`, up to `high`. */
interface Range {
  low: number;
  high: number;
}

async function rangeOf(queries: Queries, { since, until, ascending, after }: Asked): Promise<Range> {
  const low = since === undefined ? 0 : await placeOf(queries, since);
  const high = until === undefined ? Number.MAX_SAFE_INTEGER : await placeOf(queries, until);
  if (after === undefined) return { low, high };
  return ascending ? { low: Math.max(low, after), high } : { low, high: Math.min(high, after - 1) };
}

const within = (range: Range) => sql<SqlBool>`seq > ${range.low} and seq <= ${range.high}`;

const order = (ascending: boolean) => (ascending ? 'asc' : 'desc') as 'asc' | 'desc';

/** That a statement meets the other conditions too. */
const meets = (conditions: string[][]) => (eb: ExpressionBuilder<Tables, 'xapi_key'>) =>
  eb.and(
    conditions.map((keys) =>
      eb.exists(
        eb
          .selectFrom('xapi_key as other')
          .select('other.seq')
          .whereRef('other.seq', '=', 'xapi_key.seq')
          .where('other.key', 'in', keys),
      ),
    ),
  );

/** The first places of one key's range: one step in an index for each. */
const placesOf = ({ kysely }: Queries, key: string, others: string[][], range: Range, asked: Asked) =>
  kysely
    .selectFrom(
      kysely
        .selectFrom('xapi_key')
        .select('seq')
        .where('key', '=', key)
        .where(within(range))
        .where(meets(others))
        .orderBy('seq', order(asked.ascending))
        .limit(asked.limit)
        .as('some'),
    )
    .select('seq');

/** Entries that are counted to learn which condition few statements meet. */
const PROBED = 500;

const sizeOf = (keys: string[], range: Range) =>
  sql<number>`(select count(*) from (select 1 from xapi_key where key in (${sql.join(keys)}) and ${within(range)} limit ${PROBED}) as probe)`;

/** The condition that the fewest statements meet comes first: the others are looked up for each of these. */
async function fewestFirst(queries: Queries, conditions: string[][], range: Range): Promise<string[][]> {
  if (conditions.length < 2) return conditions;
  const sizes = sql.join(conditions.map((keys, place) => sql`${sizeOf(keys, range)} as ${sql.ref(`c${place}`)}`));
  const { rows } = await sql<Record<string, number>>`select ${sizes}`.execute(queries.kysely);
  const size = (place: number) => Number(rows[0]?.[`c${place}`] ?? PROBED);
  const places = conditions.map((_, place) => place).sort((one, other) => size(one) - size(other));
  return places.map((place) => conditions[place] ?? []);
}

/** A page of statements that are not voided; whoever asks for one more than they show learns whether there are more. */
export async function findStatements(queries: Queries, asked: Asked): Promise<Row[]> {
  const range = await rangeOf(queries, asked);
  const [[first, second] = [], ...others] = await fewestFirst(queries, asked.conditions, range);
  const all = queries.kysely.selectFrom('xapi_statement').select(['seq', 'body', 'stored', 'voided']);
  const sorted = all.orderBy('seq', order(asked.ascending)).limit(asked.limit);
  if (first === undefined) return queries.run(sorted.where('voided', '=', 0).where(within(range)).compile());
  const one = placesOf(queries, first, others, range, asked);
  const places = second === undefined ? one : one.union(placesOf(queries, second, others, range, asked));
  return queries.run(sorted.where('seq', 'in', places).compile());
}
