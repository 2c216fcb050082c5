import { createHash } from 'node:crypto';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { identityOf } from '../rules/xapi/keys.ts';
import { agentKey, agentKeys } from './key.ts';
import { deleteStatement } from './retention.ts';

const statementsUnder = prepare((db, p: { keys: string }, engine: Engine) =>
  db.selectFrom('xapi_key').select('seq').distinct().where('key', 'in', textsIn(p.keys, engine)).orderBy('seq'),
);
const bodies = prepare((db, p: { keys: string }, engine: Engine) =>
  db
    .selectFrom('xapi_statement')
    .select('body')
    .where('seq', 'in', (eb) =>
      eb.selectFrom('xapi_key').select('xapi_key.seq').where('key', 'in', textsIn(p.keys, engine)),
    )
    .orderBy('seq'),
);
const documents = prepare((db, p: { keys: string }, engine: Engine) =>
  db
    .selectFrom('xapi_document')
    .select(['kind', 'id', 'content_type', 'content'])
    .where('agent_key', 'in', textsIn(p.keys, engine)),
);
const removeDocuments = prepare((db, p: { keys: string }, engine: Engine) =>
  db.deleteFrom('xapi_document').where('agent_key', 'in', textsIn(p.keys, engine)),
);

/** By what players may know a student. */
export interface Known {
  publicUrl: string;
  studentIds: readonly number[];
  addresses: readonly string[];
}

/** The agents that a student may be in statements. */
function identities({ publicUrl, studentIds, addresses }: Known): string[] {
  const mailboxes = [...new Set(addresses.flatMap((one) => [one, one.toLowerCase()]))].map((one) => `mailto:${one}`);
  const agents = [
    ...mailboxes.map((mbox) => ({ mbox })),
    ...mailboxes.map((mbox) => ({ mbox_sha1sum: createHash('sha1').update(mbox).digest('hex') })),
    ...studentIds.flatMap((id) =>
      [publicUrl, `${publicUrl}/`].map((homePage) => ({ account: { homePage, name: String(id) } })),
    ),
  ];
  return agents.flatMap((agent) => identityOf(agent) ?? []);
}

const asJson = (keys: string[]) => ({ keys: JSON.stringify(keys) });

/** Deletes the statements that name a student as an agent, and what players keep about the student. */
export async function eraseStatements(tx: Transaction, known: Known): Promise<void> {
  const all = identities(known);
  for (const { seq } of await statementsUnder(tx, asJson(all.flatMap(agentKeys)))) await deleteStatement(tx, seq);
  await removeDocuments(tx, asJson(all.map(agentKey)));
}

/** What players reported of a student, and keep about the student. */
export async function statementsOf(db: Queries, known: Known) {
  const all = identities(known);
  return {
    statements: (await bodies(db, asJson(all.flatMap(agentKeys)))).map(({ body }) => JSON.parse(body) as unknown),
    documents: (await documents(db, asJson(all.map(agentKey)))).map(({ content_type, content, ...document }) => ({
      ...document,
      contentType: content_type,
      content: Buffer.from(content, 'base64').toString(),
    })),
  };
}
