import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid, Refusal } from '../errors.ts';

export const BODY_LIMIT = 64 * 1024;
const MAX_LEVELS = 8;
/** The largest request that is allowed: 1,000 rows of six members, and 5,000 ids that are spared. */
const MAX_VALUES = 15_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route gets its body as bytes, as JSON or CSV, and reads them itself. */
    readsBytes?: boolean;
    /** The route gets its body as bytes, whatever type is said, and reads them itself. */
    readsFile?: boolean;
  }
  interface FastifyRequest {
    /** The bytes of the body as they came. */
    rawBody: Buffer | null;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid({ pointer: '', detail: 'is not UTF-8' });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid({ pointer: '', detail: 'is not JSON' });
  }
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = Buffer.from('"\\,[{');

/** A megabyte of tiny values takes half a second to be read and judged: they are counted before, outside of texts. */
function refuseManyValues(bytes: Buffer): void {
  let values = 1;
  for (let at = 0; at < bytes.length && values <= MAX_VALUES; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at + 1);
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) values++;
  }
  if (values <= MAX_VALUES) return;
  const detail = `has more than ${MAX_VALUES} members and items; send it in several requests`;
  throw invalid({ pointer: '', detail });
}

/** Where the quotation mark stands that ends a text. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Texts that PostgreSQL or a client could not take, wherever they stand, member names included. */
function assertPlain(value: unknown, pointer: string, level: number): void {
  if (level > MAX_LEVELS) throw invalid({ pointer: '', detail: `is nested more than ${MAX_LEVELS} levels deep` });
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    throw invalid({ pointer, detail: 'contains a NUL character or half a surrogate pair' });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    assertPlain(name, pointer, level);
    const step = name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
    assertPlain(member, `${pointer}/${step}`, level + 1);
  }
}

const PARAMETER = /;[ \t]*(?:([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[\w!#$%&'*+.^`|~-]+))?[ \t]*/gy;

/** True for `application/json` in UTF-8, also with parameters that mean nothing for JSON (RFC 9110, section 8.3.1). */
export function isJsonType(type: string): boolean {
  const [start = ''] = /^application\/json[ \t]*/i.exec(type) ?? [];
  const parameters = [...type.slice(start.length).matchAll(PARAMETER)];
  const whole = start.length + parameters.reduce((sum, [text]) => sum + text.length, 0);
  const charsets = parameters.filter(([, name]) => name?.toLowerCase() === 'charset').map(([, , value]) => value ?? '');
  return start !== '' && whole === type.length && charsets.every((value) => /^"?utf-?8"?$/i.test(value));
}

const readsFile = ({ routeOptions }: FastifyRequest): boolean => routeOptions.config.readsFile === true;

const readsBytes = ({ routeOptions }: FastifyRequest): boolean => routeOptions.config.readsBytes === true;

function assertJson(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined || !isJsonType(request.headers['content-type'] ?? '')) {
    throw new Refusal('unsupported_media_type');
  }
}

/** What is not there has no type: some clients name one with every request, DELETE included. */
function forgetTypeOfNothing({ headers }: FastifyRequest): void {
  const nothing = headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
  if (nothing) delete headers['content-type'];
}

/** The bytes of a body; throws `payload_too_large` as soon as there are more than the route takes. */
async function collect({ headers, routeOptions }: FastifyRequest, payload: AsyncIterable<Buffer>): Promise<Buffer> {
  const limit = routeOptions.bodyLimit ?? BODY_LIMIT;
  const refuse = () => {
    throw new Refusal('payload_too_large', { detail: `This resource accepts up to ${limit} bytes.` });
  };
  if (Number(headers['content-length'] ?? 0) > limit) refuse();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of payload) {
    size += part.length;
    if (size > limit) refuse();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Bodies are one JSON value in UTF-8 (contract section 2, Requests); a byte order mark is ignored. An empty body counts as none. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.decorateRequest('rawBody', null);
  app.addHook('onRequest', (request, _reply, done) => {
    forgetTypeOfNothing(request);
    done();
  });
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      request.rawBody = bytes;
      if (readsFile(request)) return bytes;
      assertJson(request);
      if (readsBytes(request)) return bytes;
      if (bytes.length === 0) return undefined;
      refuseManyValues(bytes);
      const text = decode(bytes);
      if (text === '') return undefined;
      const value = parse(text);
      assertPlain(value, '', 0);
      return value;
    },
  );
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    const isPlain = request.headers['content-encoding'] === undefined;
    if (readsFile(request)) request.rawBody = bytes;
    else if (!isPlain || !readsBytes(request)) throw new Refusal('unsupported_media_type');
    return bytes;
  });
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    if (request.is404) return undefined;
    if (!readsFile(request)) throw new Refusal('unsupported_media_type');
    request.rawBody = await collect(request, payload);
    return request.rawBody;
  });
}
