import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { isRecord } from '../rules/xapi/check.ts';
import type { Part } from './multipart.ts';
import type { Attachment } from './receive.ts';
import type { Kept } from './store.ts';

/** Bytes of attachments in one answer; a page ends before it would have more. */
const MAX_ANSWERED = 16 * 1024 * 1024;

const add = prepare((db, p: { sha2: string; size: number; content: string }) =>
  db
    .insertInto('xapi_attachment')
    .values({ sha2: p.sha2, size: p.size, content: p.content })
    .onConflict((conflict) => conflict.doNothing()),
);

const link = prepare((db, p: { seq: number; sha2: string }) =>
  db
    .insertInto('xapi_statement_attachment')
    .values({ seq: p.seq, sha2: p.sha2 })
    .onConflict((conflict) => conflict.doNothing()),
);

const sizes = prepare((db, p: { hashes: string }, engine) =>
  db
    .selectFrom('xapi_attachment')
    .select(['sha2', 'size'])
    .where('sha2', 'in', (eb) =>
      eb.selectFrom(textsIn(p.hashes, engine).as('given')).select(sql<string>`value`.as('value')),
    ),
);

const contentOf = prepare((db, p: { sha2: string }) =>
  db.selectFrom('xapi_attachment').select('content').where('sha2', '=', p.sha2),
);

const listed = (statement: unknown): { sha2: string; contentType: string }[] =>
  isRecord(statement) && Array.isArray(statement.attachments) ? statement.attachments : [];

/** Keeps what came with new statements: the same content once, however many name it. */
export async function keepAttachments(
  tx: Transaction,
  kept: readonly Kept[],
  attachments: readonly Attachment[],
): Promise<void> {
  for (const { sha2, content } of attachments) {
    await add(tx, { sha2, size: content.length, content: content.toString('base64') });
  }
  const came = new Set(attachments.map(({ sha2 }) => sha2));
  for (const { row, value } of kept) {
    const own = new Set(listed(value).map(({ sha2 }) => sha2.toLowerCase()));
    for (const sha2 of own) if (came.has(sha2)) await link(tx, { seq: row.seq, sha2 });
  }
}

/** How many of the statements, from the first, fit into one answer with their attachments: one at least. */
export async function countFitting(queries: Queries, bodies: readonly string[]): Promise<number> {
  const perBody = bodies.map((body) => listed(JSON.parse(body)).map(({ sha2 }) => sha2.toLowerCase()));
  const rows = await sizes(queries, { hashes: JSON.stringify([...new Set(perBody.flat())]) });
  const sizeOf = new Map(rows.map(({ sha2, size }) => [sha2, size]));
  let sum = 0;
  const tooMany = perBody.findIndex((hashes, place) => {
    for (const sha2 of hashes) {
      sum += sizeOf.get(sha2) ?? 0;
      sizeOf.delete(sha2);
    }
    return place > 0 && sum > MAX_ANSWERED;
  });
  return tooMany < 0 ? bodies.length : tooMany;
}

/** The attachments of statements that are kept here, each once, as parts of an answer. */
export async function attachmentParts(queries: Queries, bodies: readonly string[]): Promise<Part[]> {
  const types = new Map(
    bodies
      .flatMap((body) => listed(JSON.parse(body)))
      .map(({ sha2, contentType }) => [sha2.toLowerCase(), contentType]),
  );
  const parts: Part[] = [];
  for (const [sha2, contentType] of types) {
    const [row] = await contentOf(queries, { sha2 });
    if (!row) continue;
    parts.push({
      headers: {
        'Content-Type': contentType,
        'Content-Transfer-Encoding': 'binary',
        'X-Experience-API-Hash': sha2,
      },
      content: Buffer.from(row.content, 'base64'),
    });
  }
  return parts;
}
