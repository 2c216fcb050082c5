import { sql } from 'kysely';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { contextActivities } from '../rules/xapi/keys.ts';

type Json = Record<string, unknown>;

/** A definition longer than this is kept with its statement only. */
const MAX_DEFINITION = 64 * 1024;

const definitions = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('xapi_activity')
    .select(['id', 'definition'])
    .where('id', 'in', (eb) =>
      eb.selectFrom(textsIn(p.ids, engine).as('given')).select(sql<string>`value`.as('value')),
    ),
);

const put = prepare((db, p: { id: string; definition: string }) =>
  db
    .insertInto('xapi_activity')
    .values({ id: p.id, definition: p.definition })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ definition: p.definition })),
);

/** The activities of a statement and of one within it. */
function activitiesOf({ object, context }: Json): Json[] {
  const own = isRecord(object) && (object.objectType ?? 'Activity') === 'Activity' ? [object] : [];
  const inner = isRecord(object) && object.objectType === 'SubStatement' ? activitiesOf(object) : [];
  return [...own, ...inner, ...contextActivities(context)];
}

/** Names and descriptions of more languages are gathered; all else is as it was told last. */
function merge(before: Json, now: Json): Json {
  const gathered = ['name', 'description', 'extensions'].filter(
    (name) => isRecord(before[name]) && isRecord(now[name]),
  );
  const members = gathered.map((name) => [name, { ...(before[name] as Json), ...(now[name] as Json) }]);
  return { ...before, ...now, ...Object.fromEntries(members) };
}

/** Known definitions, by the hash of the activity's IRI. */
async function known(queries: Queries, iris: Iterable<string>): Promise<Map<string, Json>> {
  const ids = JSON.stringify([...iris].map((iri) => sha256(iri)));
  return new Map((await definitions(queries, { ids })).map(({ id, definition }) => [id, JSON.parse(definition)]));
}

/** Keeps what the statements tell of activities, for whoever asks for an activity. */
export async function keepDefinitions(tx: Transaction, statements: readonly Json[]): Promise<void> {
  const told = statements.flatMap(activitiesOf).filter(({ definition }) => isRecord(definition));
  if (told.length === 0) return;
  const before = await known(
    tx,
    told.map(({ id }) => String(id)),
  );
  const after = new Map<string, Json>();
  for (const { id, definition } of told) {
    const key = sha256(String(id));
    after.set(key, merge(after.get(key) ?? before.get(key) ?? {}, definition as Json));
  }
  for (const [id, definition] of after) {
    const text = JSON.stringify(definition);
    if (text.length <= MAX_DEFINITION && text !== JSON.stringify(before.get(id)))
      await put(tx, { id, definition: text });
  }
}

/** Activities as they are known, by their IRIs. */
export async function activitiesByIri(queries: Queries, iris: Iterable<string>): Promise<Map<string, Json>> {
  const asked = new Set(iris);
  const found = await known(queries, asked);
  return new Map(
    [...asked].map((id) => {
      const definition = found.get(sha256(id));
      return [id, { objectType: 'Activity', id, ...(definition ? { definition } : {}) }];
    }),
  );
}
