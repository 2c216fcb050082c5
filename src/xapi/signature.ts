import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { invalid } from '../errors.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { meaning } from '../rules/xapi/same.ts';

export const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** What was signed, as JSON in a JWS; null for what is none. */
function payloadOf(token: string): unknown {
  const [, payload, signature, more] = token.split('.');
  if (!payload || !signature || more !== undefined) return null;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return null;
  }
}

function headerOf(token: string): { alg?: string; x5c?: string[] } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {};
  }
}

/** Whether the certificate that a signature brings made it; without one there is nothing to look at. */
async function isByCertificate(token: string, [first]: string[] = []): Promise<boolean> {
  if (first === undefined) return true;
  try {
    const { publicKey } = new X509Certificate(Buffer.from(first, 'base64'));
    await compactVerify(token, publicKey, { algorithms: ALGORITHMS });
    return true;
  } catch {
    return false;
  }
}

/** Holds a signature to the specification: a JWS with RSA, over the statement that it came with. */
export async function assertSignature(
  content: Buffer,
  { contentType }: { contentType: string },
  statement: Record<string, unknown>,
  pointer: string,
): Promise<void> {
  const token = content.toString('latin1');
  const refuse = (detail: string) => invalid({ pointer, detail });
  if (contentType !== 'application/octet-stream')
    throw refuse('is a signature, so its contentType must be application/octet-stream');
  const { alg = '', x5c } = headerOf(token);
  if (!ALGORITHMS.includes(alg)) throw refuse(`must be signed with one of ${ALGORITHMS.join(', ')}`);
  const payload = payloadOf(token);
  if (!isRecord(payload)) throw refuse('must be a JWS of a statement as JSON');
  if (meaning(payload) !== meaning(statement)) throw refuse('signs another statement');
  if (!(await isByCertificate(token, x5c))) throw refuse('was not made with the certificate that it brings');
}
