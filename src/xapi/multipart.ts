import { randomBytes } from 'node:crypto';
import { invalid } from '../errors.ts';

/** One part of a body of `multipart/mixed`: headers by their names in lower case. */
export interface Part {
  headers: Record<string, string>;
  content: Buffer;
}

const MAX_PARTS = 200;
const MAX_HEADERS = 8 * 1024;
const END_OF_HEADERS = Buffer.from('\r\n\r\n');

const wrong = (detail: string) => invalid({ pointer: '', detail });

/** The boundary that a content type names (RFC 2046, section 5.1.1). */
function boundaryOf(type: string): string {
  const [, quoted, bare] = /;[ \t]*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined)
    throw invalid({ parameter: 'Content-Type', detail: 'must name the boundary of the parts' });
  return boundary;
}

function readHeaders(text: string): Record<string, string> {
  const lines = text.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    lines.filter(Boolean).map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw wrong('has a part with a header that is none');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function readPart(bytes: Buffer): Part {
  const empty = bytes.subarray(0, 2).equals(END_OF_HEADERS.subarray(0, 2));
  const end = empty ? 0 : bytes.indexOf(END_OF_HEADERS);
  if (end < 0 || end > MAX_HEADERS) throw wrong('has a part without an end of its headers');
  return { headers: readHeaders(bytes.toString('latin1', 0, end)), content: bytes.subarray(end + (empty ? 2 : 4)) };
}

/** The parts of a body. Throws `invalid_request` where the body is not closed, or has none. */
export function readMultipart(type: string, body: Buffer): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(type)}`);
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let start = bytes.indexOf(delimiter);
  while (start >= 0) {
    const after = start + delimiter.length;
    if (bytes.toString('latin1', after, after + 2) === '--') return parts;
    const line = bytes.indexOf('\r\n', after);
    const next = line < 0 ? -1 : bytes.indexOf(delimiter, line);
    if (next < 0) break;
    if (parts.length === MAX_PARTS) throw wrong(`has more than ${MAX_PARTS} parts`);
    parts.push(readPart(bytes.subarray(line + 2, next)));
    start = next;
  }
  throw wrong(
    start < 0 && parts.length === 0 ? 'has no parts with the boundary that the type names' : 'ends within a part',
  );
}

/** Writes parts as a body of `multipart/mixed`, with its content type. */
export function writeMultipart(parts: readonly Part[]): { type: string; body: Buffer } {
  const boundary = `part-${randomBytes(18).toString('hex')}`;
  const pieces = parts.flatMap(({ headers, content }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return [Buffer.from(`--${boundary}\r\n${lines.join('')}\r\n`), content, Buffer.from('\r\n')];
  });
  return {
    type: `multipart/mixed; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
