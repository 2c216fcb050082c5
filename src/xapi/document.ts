import { createHash } from 'node:crypto';
import type { Queries, Transaction } from '../db/database.ts';
import { takeDocumentLock } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { rewrite, slice } from '../rules/xapi/spans.ts';
import { type Ask, mediaType, readJson } from './ask.ts';

/** Where documents lie: of one activity, one agent, or both. */
export interface Place {
  kind: 'state' | 'activity' | 'agent';
  /** Stands for the activity and the agent. */
  scope: string;
  /** Of a state; empty without one. */
  registration: string;
  /** Whom it is about, for whoever is erased. */
  agentKey: string | null;
}

export interface Document {
  content_type: string;
  content: string;
  etag: string;
  modified: number;
}

const MAX_DOCUMENT = 1024 * 1024;
/** Documents of one place. */
const MAX_DOCUMENTS = 1000;

const byId = prepare((db, p: { scope: string; registration: string; id: string }) =>
  db
    .selectFrom('xapi_document')
    .select(['content_type', 'content', 'etag', 'modified'])
    .where('scope', '=', p.scope)
    .where('registration', '=', p.registration)
    .where('id', '=', p.id),
);

const idsOf = prepare((db, p: { scope: string; since: number; most: number }) =>
  db
    .selectFrom('xapi_document')
    .select(['id', 'registration', 'modified'])
    .where('scope', '=', p.scope)
    .where('modified', '>', p.since)
    .orderBy('registration')
    .orderBy('id')
    .limit(p.most),
);

const count = prepare((db, p: { scope: string; registration: string }) =>
  db
    .selectFrom('xapi_document')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('scope', '=', p.scope)
    .where('registration', '=', p.registration),
);

interface Row extends Place, Omit<Document, 'content_type'> {
  id: string;
  contentType: string;
}

const put = prepare((db, p: Row) =>
  db
    .insertInto('xapi_document')
    .values({
      scope: p.scope,
      registration: p.registration,
      id: p.id,
      kind: p.kind,
      agent_key: p.agentKey,
      content_type: p.contentType,
      content: p.content,
      etag: p.etag,
      modified: p.modified,
    })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'registration', 'id']).doUpdateSet({
        content_type: p.contentType,
        content: p.content,
        etag: p.etag,
        modified: p.modified,
      }),
    ),
);

const removeOne = prepare((db, p: { scope: string; registration: string; id: string }) =>
  db
    .deleteFrom('xapi_document')
    .where('scope', '=', p.scope)
    .where('registration', '=', p.registration)
    .where('id', '=', p.id),
);

const removeAll = prepare((db, p: { scope: string }) => db.deleteFrom('xapi_document').where('scope', '=', p.scope));

const removeOfRegistration = prepare((db, p: { scope: string; registration: string }) =>
  db.deleteFrom('xapi_document').where('scope', '=', p.scope).where('registration', '=', p.registration),
);

/** One document. Throws `not_found`. */
export async function readDocument(queries: Queries, { scope, registration }: Place, id: string): Promise<Document> {
  const [document] = await byId(queries, { scope, registration, id });
  if (!document) throw notFound();
  return document;
}

/** The ids of the documents of a place, those of every registration where none is asked for. */
export async function listDocuments(
  queries: Queries,
  { scope, registration }: Place,
  since: number | undefined,
): Promise<{ ids: string[]; modified: number }> {
  const rows = await idsOf(queries, { scope, since: since ?? -1, most: MAX_DOCUMENTS * 10 });
  const own = registration === '' ? rows : rows.filter((row) => row.registration === registration);
  return { ids: [...new Set(own.map(({ id }) => id))], modified: Math.max(0, ...own.map(({ modified }) => modified)) };
}

const tags = (header: string): string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Throws `precondition_failed` where the document is not the one that the headers name (RFC 9110, section 13). */
function assertPrecondition({ headers }: Ask, before: Document | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const has = (header: string) =>
    before !== undefined && (header.trim() === '*' || tags(header).includes(`"${before.etag}"`));
  if (match !== undefined && !has(match)) throw new Refusal('precondition_failed');
  if (noneMatch !== undefined && has(noneMatch)) throw new Refusal('precondition_failed');
}

/**
 * A document is replaced only by who says which. 1.0.3 asks for a precondition of everybody who puts a profile, and of
 * nobody who puts a state.
 */
function assertSaysWhich({ kind }: Place, { headers, version }: Ask, before: Document | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const isOld = version === '1.0.3';
  if (match !== undefined || noneMatch !== undefined || (isOld && kind === 'state')) return;
  if (before) {
    const detail =
      'The document is there already. Read it, and send its ETag as If-Match to replace it, or If-None-Match: * to keep it.';
    throw new Refusal('conflict', { detail });
  }
  if (isOld) throw invalid({ parameter: 'If-None-Match', detail: 'is required: * for a document that is new' });
}

const isJson = (type: string | undefined): boolean => mediaType(type) === 'application/json';

/** A document that says it is JSON is JSON. */
function assertReadable({ headers, body }: Ask): void {
  if (body.length > MAX_DOCUMENT) {
    throw new Refusal('payload_too_large', {
      detail: `A document has up to ${MAX_DOCUMENT} bytes; this one has ${body.length}.`,
    });
  }
  if (isJson(headers['content-type'])) readJson(body);
}

async function assertRoom(tx: Transaction, { scope, registration }: Place): Promise<void> {
  const [row] = await count(tx, { scope, registration });
  if (Number(row?.count ?? 0) < MAX_DOCUMENTS) return;
  throw new Refusal('payload_too_large', {
    detail: `There are up to ${MAX_DOCUMENTS} documents at one place. Delete some first.`,
  });
}

interface Content {
  contentType: string;
  bytes: Buffer;
}

async function write(
  tx: Transaction,
  place: Place,
  id: string,
  { contentType, bytes }: Content,
  ms: number,
): Promise<void> {
  const content = bytes.toString('base64');
  const etag = createHash('sha1').update(contentType).update('\n').update(bytes).digest('hex');
  await put(tx, { ...place, id, contentType, content, etag, modified: ms });
}

/** Keeps a document of Carrel's own, as JSON. */
export async function keepDocument(
  tx: Transaction,
  place: Place,
  id: string,
  value: object,
  ms: number,
  { unlessThere = false } = {},
): Promise<void> {
  await takeDocumentLock(tx, place.scope);
  const [before] = unlessThere ? await byId(tx, { ...place, id }) : [];
  if (before) return;
  await write(tx, place, id, { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(value)) }, ms);
}

const typeOf = ({ headers }: Ask): string => (headers['content-type'] ?? 'application/octet-stream').slice(0, 255);

/** PUT: the document becomes what the body is. Throws `conflict`, `precondition_failed`, `payload_too_large`. */
export async function putDocument(tx: Transaction, place: Place, id: string, ask: Ask, ms: number): Promise<void> {
  assertReadable(ask);
  await takeDocumentLock(tx, place.scope);
  const [before] = await byId(tx, { ...place, id });
  assertPrecondition(ask, before);
  assertSaysWhich(place, ask, before);
  if (!before) await assertRoom(tx, place);
  await write(tx, place, id, { contentType: typeOf(ask), bytes: ask.body }, ms);
}

/** The members of two objects, those of the second where both have one; each as it was written. */
function merged(before: Buffer, body: Buffer): Buffer {
  const [old, now] = [readJson(before), readJson(body)];
  if (!old.span.members || !now.span.members)
    throw invalid({ pointer: '', detail: 'can only be merged where both documents are objects' });
  const added = [...now.span.members].filter(([name]) => !old.span.members?.has(name));
  const text = rewrite(
    old.span,
    (name, member) => {
      const newer = now.span.members?.get(name);
      return newer ? slice(now.text, newer) : slice(old.text, member);
    },
    added.map(([name, member]) => [name, slice(now.text, member)] as const),
  );
  return Buffer.from(text);
}

/** POST: the members of the body are merged into the document, where both are objects as JSON. */
export async function postDocument(tx: Transaction, place: Place, id: string, ask: Ask, ms: number): Promise<void> {
  assertReadable(ask);
  await takeDocumentLock(tx, place.scope);
  const [before] = await byId(tx, { ...place, id });
  assertPrecondition(ask, before);
  if (isJson(typeOf(ask)) && !readJson(ask.body).span.members)
    throw invalid({ pointer: '', detail: 'must be an object' });
  if (!before) {
    await assertRoom(tx, place);
    return write(tx, place, id, { contentType: typeOf(ask), bytes: ask.body }, ms);
  }
  if (!isJson(typeOf(ask)) || !isJson(before.content_type)) {
    throw invalid({
      parameter: 'Content-Type',
      detail: 'must be application/json for what is merged, of the kept document too',
    });
  }
  const bytes = merged(Buffer.from(before.content, 'base64'), ask.body);
  if (bytes.length > MAX_DOCUMENT) throw new Refusal('payload_too_large');
  await write(tx, place, id, { contentType: before.content_type, bytes }, ms);
}

/** DELETE: one document, or all of a place. */
export async function deleteDocuments(tx: Transaction, place: Place, id: string | undefined, ask: Ask): Promise<void> {
  await takeDocumentLock(tx, place.scope);
  if (id === undefined) {
    await (place.registration === '' ? removeAll(tx, place) : removeOfRegistration(tx, place));
    return;
  }
  const [before] = await byId(tx, { ...place, id });
  assertPrecondition(ask, before);
  await removeOne(tx, { ...place, id });
}
