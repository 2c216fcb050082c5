import { createHash, randomUUID } from 'node:crypto';
import { invalid, Refusal } from '../errors.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { countNamed } from '../rules/xapi/keys.ts';
import type { Span } from '../rules/xapi/spans.ts';
import { statementFaults } from '../rules/xapi/statement.ts';
import { type Ask, mediaType, type Read, readJson } from './ask.ts';
import type { Given } from './compose.ts';
import { type Part, readMultipart } from './multipart.ts';
import { assertSignature, SIGNATURE } from './signature.ts';

const MAX_FAULTS = 20;
export const MAX_STATEMENTS = 1000;
/** Characters of one statement: a page has up to a hundred. */
const MAX_STATEMENT = 256 * 1024;
/** Agents and activities that one statement names: each is a row of the index. */
const MAX_NAMED = 500;

export interface Attachment {
  sha2: string;
  content: Buffer;
}

/** Statements that are right, with the attachments that came with them. */
export interface Received {
  statements: Given[];
  attachments: Attachment[];
  /** Whether an array came. */
  isBatch: boolean;
}

interface Metadata {
  usageType: string;
  contentType: string;
  length: number;
  sha2: string;
  fileUrl?: string;
}

const attachmentsOf = ({ value }: Given): Metadata[] => (value.attachments ?? []) as Metadata[];

function assertRight(given: Record<string, unknown>, version: Ask['version'], at: string): void {
  const faults = statementFaults(given, version, at);
  if (faults.length > 0) throw invalid(...faults.slice(0, MAX_FAULTS));
  if (countNamed(given) <= MAX_NAMED) return;
  throw invalid({ pointer: at, detail: `names more than ${MAX_NAMED} agents and activities` });
}

function assertDistinct(statements: readonly Given[]): void {
  const seen = new Set<string>();
  for (const [place, { id }] of statements.entries()) {
    if (seen.has(id)) throw invalid({ pointer: `/${place}/id`, detail: 'is that of another statement of the batch' });
    seen.add(id);
  }
}

function assertShort({ start, end }: Span, at: string): void {
  if (end - start <= MAX_STATEMENT) return;
  const detail = `${at || 'The statement'} has ${end - start} characters; a statement has up to ${MAX_STATEMENT}.`;
  throw new Refusal('payload_too_large', { detail });
}

/** Reads the statements of a body: one, or for POST several. */
function readStatements({ text, value, span }: Read, { method, params, version }: Ask): Omit<Received, 'attachments'> {
  const isBatch = Array.isArray(value);
  if (isBatch && method === 'PUT') throw invalid({ pointer: '', detail: 'must be one statement, not an array' });
  const values: unknown[] = isBatch ? value : [value];
  if (values.length > MAX_STATEMENTS) {
    throw new Refusal('payload_too_large', {
      detail: `A batch has up to ${MAX_STATEMENTS} statements; this one has ${values.length}.`,
    });
  }
  const statements = values.map((one, place): Given => {
    const at = isBatch ? `/${place}` : '';
    assertRight(one as Record<string, unknown>, version, at);
    const statement = one as Record<string, unknown>;
    const id = String(statement.id ?? params.statementId ?? randomUUID()).toLowerCase();
    const own = isBatch ? span.items?.[place] : span;
    assertShort(own ?? span, at);
    return { id, value: statement, text, span: own ?? span };
  });
  assertDistinct(statements);
  return { statements, isBatch };
}

const LENGTHS: Record<number, string> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/** A part of the body that is an attachment, by the hash that it names. */
function attachmentOf({ headers, content }: Part, wanted: ReadonlySet<string>): Attachment {
  const refuse = (detail: string) => invalid({ parameter: 'multipart/mixed', detail });
  const sha2 = headers['x-experience-api-hash']?.toLowerCase();
  if (sha2 === undefined) throw refuse('has a part without X-Experience-API-Hash');
  if (headers['content-transfer-encoding']?.toLowerCase() !== 'binary') {
    throw refuse('has a part whose Content-Transfer-Encoding is not binary');
  }
  if (!wanted.has(sha2)) throw refuse(`has a part whose hash no statement names: ${sha2.slice(0, 128)}`);
  const algorithm = LENGTHS[sha2.length] ?? 'sha256';
  if (createHash(algorithm).update(content).digest('hex') !== sha2)
    throw refuse(`has a part that does not have its hash ${sha2}`);
  return { sha2, content };
}

/** Every attachment came with its request, or stands at an address; signatures are looked at. */
async function assertAttached(
  received: Omit<Received, 'attachments'>,
  attachments: readonly Attachment[],
): Promise<void> {
  const byHash = new Map(attachments.map(({ sha2, content }) => [sha2, content]));
  for (const [place, statement] of received.statements.entries()) {
    for (const [index, metadata] of attachmentsOf(statement).entries()) {
      const pointer = `${received.isBatch ? `/${place}` : ''}/attachments/${index}`;
      const content = byHash.get(metadata.sha2.toLowerCase());
      if (content && metadata.usageType === SIGNATURE) {
        await assertSignature(content, metadata, statement.value, pointer);
      } else if (!content && (metadata.fileUrl === undefined || metadata.usageType === SIGNATURE)) {
        throw invalid({ pointer, detail: 'has no fileUrl, so its content must be a part of this request' });
      }
    }
  }
}

async function receiveMultipart(ask: Ask, type: string): Promise<Received> {
  const [first, ...others] = readMultipart(type, ask.body);
  if (!first || mediaType(first.headers['content-type']) !== 'application/json') {
    throw invalid({
      parameter: 'multipart/mixed',
      detail: 'must have the statements as application/json in its first part',
    });
  }
  const received = readStatements(readJson(first.content), ask);
  const wanted = new Set(received.statements.flatMap(attachmentsOf).map(({ sha2 }) => sha2.toLowerCase()));
  const attachments = others.map((part) => attachmentOf(part, wanted));
  await assertAttached(received, attachments);
  return { ...received, attachments };
}

/** Reads and checks what a PUT or a POST of statements brings. Throws `invalid_request`, saying which member is wrong. */
export async function receive(ask: Ask): Promise<Received> {
  const type = ask.headers['content-type'] ?? '';
  const media = mediaType(type);
  if (media === 'multipart/mixed') return receiveMultipart(ask, type);
  if (media !== 'application/json') {
    throw invalid({ parameter: 'Content-Type', detail: 'must be application/json or multipart/mixed' });
  }
  const read = readJson(ask.body);
  if (isRecord(read.value) || Array.isArray(read.value)) {
    const received = readStatements(read, ask);
    await assertAttached(received, []);
    return { ...received, attachments: [] };
  }
  throw invalid({ pointer: '', detail: 'must be a statement, or an array of statements' });
}
