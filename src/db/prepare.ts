import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Engine, Queries } from './database.ts';
import type { Tables } from './tables.ts';

class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const placeholders = new Proxy({}, { get: (_, name) => new Parameter(String(name)) });

/**
 * A query that is built once per engine and then only filled in: building costs more than running.
 * `build` receives placeholders in the shape of the parameters and may not branch on their values.
 *
 *     const courseTitle = prepare((db, p: { id: number }) => db.selectFrom('course').select('title').where('id', '=', p.id));
 *     const [course] = await courseTitle(queries, { id: 7 });
 */
export function prepare<P extends object, R>(
  build: (db: Kysely<Tables>, parameters: P, engine: Engine) => Compilable<R>,
): (queries: Queries, parameters: P) => Promise<R[]> {
  const compiled: Partial<Record<Engine, CompiledQuery<R>>> = {};
  return (queries, parameters) => {
    const built = (compiled[queries.engine] ??= build(queries.kysely, placeholders as P, queries.engine).compile());
    const { query, queryId, sql } = built; // the whole is frozen, which makes a spread slow
    const values = built.parameters.map((value) =>
      value instanceof Parameter ? (parameters as Record<string, unknown>)[value.name] : value,
    );
    return queries.run({ query, queryId, sql, parameters: values });
  };
}
