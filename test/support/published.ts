import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Gateway {
  url: string;
  /** What came in, as method and path, in order. */
  seen: string[];
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Whether only what is published is passed on, as it is published: everything else is not found. */
  publishedOnly?: boolean;
  /** Does with an answer what a network may do to it: `true` sends nothing and closes the connection. */
  lose?: (request: IncomingMessage) => boolean;
  /** Whether a request is to be held until `close`, unanswered and not passed on. */
  hold?: (request: IncomingMessage) => boolean;
}

const V1 = '/api/licensing/v1';
const PUBLISHED = [
  ['GET', /^\/(me|courses|pools|licenses|students|student)$/],
  ['GET', /^\/(course|pool|license)\/[^/]+$/],
  ['GET', /^\/pool\/[^/]+\/licenses$/],
  ['POST', /^\/pool\/[^/]+\/license$/],
  ['PATCH', /^\/license\/[^/]+$/],
  ['DELETE', /^\/license\/[^/]+$/],
] as const;

const isPublished = (method: string, path: string) =>
  path.startsWith(V1) && PUBLISHED.some(([m, pattern]) => m === method && pattern.test(path.slice(V1.length)));

/** What the published pages do not name: a server that speaks only them does not know it. */
const ADDED_HEADERS = ['link', 'x-total-count', 'ratelimit', 'ratelimit-policy', 'recycled-license', 'dry-run'];

async function pass(
  target: string,
  request: IncomingMessage,
  published: boolean,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(request.url ?? '/', target);
  const headers = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key'])
    if (typeof request.headers[name] === 'string') headers.set(name, request.headers[name]);
  if (published) {
    headers.delete('idempotency-key');
    url.searchParams.delete('dryRun');
  }
  const body = await buffer(request);
  const init = { method: request.method ?? 'GET', headers, signal, ...(body.length > 0 && { body }) };
  return fetch(url, init);
}

async function answer(target: string, request: IncomingMessage, reply: ServerResponse, options: GatewayOptions) {
  const path = new URL(request.url ?? '/', target).pathname;
  if (options.publishedOnly && !isPublished(request.method ?? '', path)) {
    reply.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  reply.on('close', () => gone.abort());
  const response = await pass(target, request, options.publishedOnly ?? false, gone.signal);
  const body = Buffer.from(await response.arrayBuffer());
  if (options.lose?.(request)) {
    reply.destroy();
    return;
  }
  const headers = Object.fromEntries(
    [...response.headers].filter(
      ([name]) =>
        !['connection', 'transfer-encoding', 'content-encoding', 'content-length', 'keep-alive'].includes(name) &&
        !(options.publishedOnly && ADDED_HEADERS.includes(name)),
    ),
  );
  reply.writeHead(response.status, { ...headers, 'content-length': body.length }).end(body);
}

/** A gateway on the loopback before a server: it passes on, forgets, loses and holds as a test wants. */
export async function startGateway(target: string, options: GatewayOptions = {}): Promise<Gateway> {
  const seen: string[] = [];
  const server = createServer((request, reply) => {
    seen.push(`${request.method} ${request.url}`);
    if (options.hold?.(request)) return;
    answer(target, request, reply, options).catch(() => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that fails before it closes it has ended all the same
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}
