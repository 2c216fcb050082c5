import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { invalid, Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { basePathOf } from '../public-url.ts';
import type { Version } from '../rules/xapi/statement.ts';
import { getAbout, getActivity, getAgent } from './about.ts';
import { readAlternate, type Written } from './alternate.ts';
import { type Answer, type Ask, mediaType, wrongParam } from './ask.ts';
import { callers } from './caller.ts';
import { fetchToken } from './cmi5-fetch.ts';
import { documents } from './documents.ts';
import type { Services } from './services.ts';
import { getStatements, postStatements, putStatement } from './statements.ts';

/** Of a request: statements as JSON, with attachments, or a document. */
const MAX_BODY = 8 * 1024 * 1024;

type Handle = (services: Services, ask: Ask) => Promise<Answer>;

const ofDocuments = (kind: 'state' | 'activity' | 'agent'): Record<string, Handle> => {
  const handle = documents(kind);
  return { GET: handle, PUT: handle, POST: handle, DELETE: handle };
};

const RESOURCES: Record<string, Record<string, Handle>> = {
  '/statements': { GET: getStatements, PUT: putStatement, POST: postStatements },
  '/activities': { GET: getActivity },
  '/activities/state': ofDocuments('state'),
  '/activities/profile': ofDocuments('activity'),
  '/agents': { GET: getAgent },
  '/agents/profile': ofDocuments('agent'),
};

const VERSION_HEADER = 'x-experience-api-version';
const EXPOSED = 'ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, Retry-After';
const ALLOWED = 'Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Accept-Language';

/** The version that a header asks for, by its latest patch; null for one that is not spoken. */
function versionOf(header: string): Version | null {
  if (/^1\.0(?:\.\d+)?$/.test(header)) return '1.0.3';
  return /^2\.0(?:\.\d+)?$/.test(header) ? '2.0.0' : null;
}

/**
 * Reads the header that every request but one for `/about` has, and says in the answer which version is spoken. A
 * request without it is one of 0.9, from before there was the header, and is refused in that version's name.
 */
function readVersion(header: string | undefined, reply: FastifyReply): Version {
  const version = header === undefined ? null : versionOf(header);
  if (version) {
    reply.header(VERSION_HEADER, version);
    return version;
  }
  reply.header(VERSION_HEADER, header === undefined ? '0.9' : '2.0.0');
  const detail = header === undefined ? 'is required' : 'must be 1.0.x or 2.0.x';
  throw invalid({ parameter: 'X-Experience-API-Version', detail });
}

function readParams(query: unknown): Record<string, string> {
  const entries = Object.entries(query as Record<string, unknown>);
  const [twice] = entries.find(([, value]) => typeof value !== 'string') ?? [];
  if (twice !== undefined) throw wrongParam(twice.slice(0, 100), 'is given more than once');
  return Object.fromEntries(entries) as Record<string, string>;
}

const isForm = (headers: Written['headers']): boolean =>
  mediaType(headers['content-type']) === 'application/x-www-form-urlencoded';

/** A request as it is meant. */
function readRequest(request: FastifyRequest): Written {
  const { method, query } = request;
  const written: Written = {
    method: method === 'HEAD' ? 'GET' : method,
    params: readParams(query),
    headers: request.headers as Written['headers'],
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
  const isAlternate = method === 'POST' && written.params.method !== undefined;
  const version = versionOf(written.headers[VERSION_HEADER] ?? '');
  return isAlternate && version !== '2.0.0' && isForm(written.headers) ? readAlternate(written) : written;
}

function send(reply: FastifyReply, { status, headers = {}, body }: Answer): FastifyReply {
  reply.code(status).headers(headers).header('cache-control', 'no-store');
  return body === undefined ? reply.send() : reply.send(Buffer.from(body));
}

/** Bodies of every type, as bytes. */
function readBytes(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, bytes, done) =>
    done(null, bytes),
  );
}

/** Players run in browsers, at any site: they bring their credentials themselves, and no cookie counts here. */
function allowOrigins(app: App): void {
  app.addHook('onRequest', ({ headers }, reply, done) => {
    reply.header(VERSION_HEADER, versionOf(String(headers[VERSION_HEADER] ?? '')) ?? '2.0.0');
    reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', EXPOSED);
    done();
  });
}

/** What was stored is found at once, so every answer is consistent through its own moment. */
function sayConsistency(app: App, { clock }: Context): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-experience-api-consistent-through', new Date(clock()).toISOString());
    done();
  });
}

const preflight = (methods: readonly string[]) => (_request: FastifyRequest, reply: FastifyReply) =>
  reply
    .code(204)
    .header('access-control-allow-methods', ['HEAD', ...methods].join(', '))
    .header('access-control-allow-headers', ALLOWED)
    .header('access-control-max-age', '7200')
    .send();

/** The learning record store: xAPI 1.0.3 and 2.0. */
export function xapiRoutes(app: App, context: Context): void {
  const services: Services = { ...context, path: `${basePathOf(context.config.publicUrl)}/api/xapi` };
  const find = callers(context);
  const schema = { hide: true };
  readBytes(app);
  allowOrigins(app);
  app.get('/about', { schema }, async (_request, reply) =>
    send(reply.header(VERSION_HEADER, '2.0.0'), await getAbout()),
  );
  sayConsistency(app, context);
  app.options('/fetch/:code', { schema }, preflight(['POST']));
  app.post<{ Params: { code: string } }>('/fetch/:code', { schema }, async ({ params }, reply) =>
    reply.header('cache-control', 'no-store').send(await fetchToken(context, params.code.slice(0, 100))),
  );
  for (const [url, handlers] of Object.entries(RESOURCES)) {
    const method = Object.keys(handlers) as 'GET'[];
    app.options(url, { schema }, preflight(method));
    app.route({
      url,
      method: [...new Set([...method, 'POST' as 'GET'])],
      schema,
      bodyLimit: MAX_BODY,
      handler: async (request, reply) => {
        const written = readRequest(request);
        const caller = await find(written.headers.authorization);
        const version = readVersion(written.headers[VERSION_HEADER], reply);
        const handle = handlers[written.method];
        if (!handle) throw new Refusal('method_not_allowed', { headers: { allow: method.join(', ') } });
        return send(reply, await handle(services, { ...written, version, caller }));
      },
    });
  }
}
