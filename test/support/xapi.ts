import { now } from '#context.ts';
import { createCredential } from '#xapi/credential.ts';
import { type Answer, request, type TestApp } from './app.ts';

/** A program that reports by xAPI. */
export interface Recorder {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, params?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Posts statements. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  key: string;
  /** What it sends with every request. */
  headers: Record<string, string>;
}

const query = (params: Record<string, unknown>): string => {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
};

/** A program with these credentials. */
export function recorderOf(app: TestApp, id: string, secret: string, version = '1.0.3'): Recorder {
  const own = {
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    'x-experience-api-version': version,
  };
  const call: Recorder['call'] = (method, path, body, headers = {}) =>
    request(`${app.url}/api/xapi${path}`, {
      method,
      headers: { ...own, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) }),
    });
  return {
    key: id,
    headers: own,
    call,
    get: (path, params = {}, headers = {}) => call('GET', path + query(params), undefined, headers),
    post: (body, headers) => call('POST', '/statements', body, headers),
  };
}

/** A program of the publisher. */
export async function recorder(app: TestApp, version = '1.0.3'): Promise<Recorder> {
  const { id, secret } = await app.context.db.write((tx) =>
    createCredential(tx, { name: 'A player' }, now(app.context)),
  );
  return recorderOf(app, id, secret, version);
}

export const mbox = (name: string) => ({ mbox: `mailto:${name}@alder.example` });

/** A statement: who did what to what, and more. */
export const said = (who: string, verb: string, what: string, more: object = {}) => ({
  actor: mbox(who),
  verb: { id: `http://verbs.example/${verb}` },
  object: { id: `http://things.example/${what}` },
  ...more,
});
