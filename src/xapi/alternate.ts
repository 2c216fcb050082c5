import { invalid } from '../errors.ts';
import { wrongParam } from './ask.ts';

/** Form fields that stand for headers. */
const HEADERS = new Set([
  'authorization',
  'x-experience-api-version',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
  'accept-language',
]);

/** A request as its form tells it. */
export interface Written {
  method: string;
  params: Record<string, string>;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/**
 * The alternate request syntax of 1.0.3, for browsers that could send nothing but forms to another site: a POST whose
 * query has only `method`, and whose form has the headers, the parameters and the `content`.
 */
export function readAlternate({ params, headers, body }: Omit<Written, 'method'>): Written {
  const { method = '', ...others } = params;
  if (!METHODS.includes(method)) throw wrongParam('method', `must be one of ${METHODS.join(', ')}`);
  const [strange] = Object.keys(others);
  if (strange !== undefined) throw wrongParam(strange, 'belongs into the form, not into the query, beside method');
  const fields = Object.entries(Object.fromEntries(new URLSearchParams(body.toString())));
  const isHeader = ([name]: [string, string]) => HEADERS.has(name.toLowerCase());
  const content = fields.find(([name]) => name === 'content')?.[1];
  if ((method === 'PUT' || method === 'POST') && content === undefined) {
    throw invalid({ parameter: 'content', detail: 'is required in the form: it stands for the body' });
  }
  const { 'content-type': _, 'content-length': __, ...own } = headers;
  const written = Object.fromEntries(fields.filter(isHeader).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: method === 'HEAD' ? 'GET' : method,
    params: Object.fromEntries(fields.filter((field) => !isHeader(field) && field[0] !== 'content')),
    headers: { ...own, 'content-type': content === undefined ? undefined : 'application/json', ...written },
    body: Buffer.from(content ?? ''),
  };
}
