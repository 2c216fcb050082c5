import type { CompiledQuery } from 'kysely';

type Cell = string | number | null;

/** So many rows a statement has, the most that fit first: few texts are prepared, whatever the number of rows. */
const SIZES = [50, 32, 16, 8, 4, 2, 1] as const;

const sizeFor = (rows: number): number => SIZES.find((size) => size <= rows) ?? 1;

/**
 * Inserts rows by few statements. For each statement whose triggers may refuse it, SQLite copies every page that it
 * changes, so that it can undo it alone: for a license some 25 pages, more than it keeps in memory. One statement of 50
 * rows copies them once, which halves what writing a batch takes (docs/decisions/0084-many-rows-in-one-statement.md).
 *
 * The rows are inserted in their order, each with its triggers before the next; the mails of a batch find their events
 * by it (`recordAll`). A refusal undoes the rows of its statement, as it must everything that was asked for with them.
 * src/license/bulk-equal.test.ts holds both.
 */
export function sqliteInserts(table: string, columns: readonly string[], rows: readonly object[]): CompiledQuery[] {
  const query = { kind: 'RawNode', sqlFragments: [], parameters: [] } as never;
  const head = `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) values `;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const inserts: CompiledQuery[] = [];
  for (let at = 0; at < rows.length; ) {
    const size = sizeFor(rows.length - at);
    const parameters: (Cell | undefined)[] = [];
    for (const cells of rows.slice(at, at + size) as Record<string, Cell>[])
      for (const name of columns) parameters.push(cells[name]);
    inserts.push({ query, queryId: { queryId: table }, sql: head + Array(size).fill(row).join(), parameters });
    at += size;
  }
  return inserts;
}
