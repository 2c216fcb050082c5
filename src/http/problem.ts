import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Code, type Fault, invalid, notFound, Refusal, unavailable } from '../errors.ts';
import type { LimitedLog } from '../limited-log.ts';
import { isGone, isPassing } from './passing.ts';
import { type SchemaError, schemaFaults } from './schema-faults.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The path under which the server is reached; empty where it has a host of its own. */
    base: string;
    /** Where requests that failed are told of: anybody may send as many as they like. */
    failures: LimitedLog;
  }
  interface FastifyReply {
    /** The code of the problem that is answered; null for a good answer. */
    refusal: string | null;
  }
}

/** An answer that listed everything could be many times the size of its question. */
const MAX_FAULTS = 20;

/**
 * What is wrong with the body of a route that looks at that itself (`attachValidation`), place by place; what is wrong
 * elsewhere is thrown.
 */
export function bodyFaults(request: FastifyRequest): { pointer: string; detail: string }[] {
  const error = request.validationError as (FastifyError & { validation?: SchemaError[] }) | undefined;
  if (!error) return [];
  if (!error.validation || error.validationContext !== 'body') throw error;
  return schemaFaults(error.validation);
}

const byFastifyCode: Record<string, Code> = {
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

/** How large a body was said to be, and how large it may be, in bytes. */
interface SizeLimits {
  given: number | null;
  allowed: number;
}

function tooLarge(limits: SizeLimits | undefined): { detail?: string } {
  if (!limits) return {};
  const given = limits.given === null ? '' : `The body has ${limits.given} bytes. `;
  return { detail: `${given}This resource accepts up to ${limits.allowed} bytes.` };
}

/** What a thrown thing is told as: every error leaves the house as one of the catalogue. */
export function toRefusal(error: unknown, limits?: SizeLimits): Refusal {
  if (error instanceof Refusal) return error;
  const { validation, code, statusCode } = error as FastifyError & { validation?: SchemaError[] };
  if (validation) return invalid(...schemaFaults(validation).slice(0, MAX_FAULTS));
  const known = byFastifyCode[code];
  if (known) return new Refusal(known, known === 'payload_too_large' ? tooLarge(limits) : {});
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Refusal('invalid_request');
  if (isGone(error)) {
    const detail = 'What this request is about was deleted at the same moment. Nothing was changed; try again.';
    return new Refusal('unavailable', { cause: error, detail, headers: { 'retry-after': '1' } });
  }
  return isPassing(error) ? unavailable(error) : new Refusal('internal_error', { cause: error });
}

/** A fault as the published problems have it. */
const publishedFault = ({ reason: _, values: __, ...fault }: Fault) => fault;

/** RFC 9457. `instance` names the resource by its route, so that answers for different ids do not differ. */
export function problem(refusal: Refusal, instance: string, base = ''): object {
  const published = /\/api\/(licensing|publisher)\//.test(instance);
  return {
    type: `${base}/api/licensing/problems/${refusal.code}`,
    title: refusal.title,
    status: refusal.status,
    detail: refusal.message,
    instance,
    code: refusal.code,
    ...refusal.members,
    ...(refusal.errors ? { errors: published ? refusal.errors.map(publishedFault) : refusal.errors } : {}),
  };
}

/** Answers what was thrown as a problem, in the form that a mount gives it. */
const problemAs =
  (type: string, form: (problem: object, refusal: Refusal) => object) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const length = Number(request.headers['content-length'] ?? Number.NaN);
    const allowed = request.routeOptions.bodyLimit;
    const refusal = toRefusal(error, { given: Number.isSafeInteger(length) ? length : null, allowed });
    if (refusal.status >= 500) {
      const facts = { reqId: request.id, err: refusal.cause ?? error, code: refusal.code };
      request.server.failures.write('error', refusal.code, facts, 'request failed');
    }
    reply.refusal = refusal.code;
    const instance = refusal.instance ?? (request.routeOptions.url || request.server.prefix || '/');
    const body = problem(refusal, instance, request.server.base);
    reply
      .code(refusal.status)
      .headers(refusal.headers)
      .header('content-type', type)
      .header('cache-control', 'no-store')
      .serializer(JSON.stringify)
      .send(form(body, refusal));
  };

export const sendProblem = problemAs('application/problem+json', (body) => body);

/** The same as an error of JSON-RPC, for requests that could not be read as such. */
export const sendRpcProblem = problemAs('application/json', (data, { message }) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code: -32_000, message, data },
}));

export const refuseUnknown = (): never => {
  throw notFound();
};

/** Every refusal of this app is a problem of RFC 9457, as `send` writes it. `otherwise` answers what no route does. */
export function answerProblems(
  app: FastifyInstance,
  otherwise: (request: FastifyRequest, reply: FastifyReply) => FastifyReply = refuseUnknown,
  send = sendProblem,
): void {
  app.setErrorHandler(send);
  app.setNotFoundHandler(otherwise);
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What a path must look like to be of a route. */
const patternOf = (url: string): RegExp => new RegExp(`^${url.split(/:\w+/).map(RegExp.escape).join('[^/]+')}$`);

/**
 * Answers 405 with `Allow` for every other method of the routes that `register` adds to this app. Authentication of
 * the app comes first.
 */
export function refuseOtherMethods(app: FastifyInstance, register: () => void): void {
  const allowed = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = allowed.get(url) ?? new Set<string>();
    for (const name of [method].flat()) methods.add(name);
    allowed.set(url, methods);
  });
  register();
  const resources = [...allowed].map(([url, methods]) => ({
    url,
    pattern: patternOf(url),
    allow: METHODS.filter((name) => methods.has(name === 'HEAD' ? 'GET' : name)).join(', '),
  }));
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done();
    const [path = ''] = request.url.split('?', 1);
    const resource = resources.find(({ pattern }) => pattern.test(path));
    if (!resource) return done();
    const { allow, url: instance } = resource;
    done(new Refusal('method_not_allowed', { headers: { allow }, instance }));
  });
}
