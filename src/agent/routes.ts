import type { FastifyRequest } from 'fastify';
import { now, type ServerContext } from '../context.ts';
import { invalid, Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { toRefusal } from '../http/problem.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { isLocal } from '../public-url.ts';
import { lazyAnswering } from './lazy.ts';
import { llmsText } from './llms.ts';
import { type Ask, type Asked, type ToolProblem, ToolRefusal } from './tool.ts';

/** A thousand people with their names. */
const MESSAGE_LIMIT = 256 * 1024;
const READ = ['accept', 'content-type', 'mcp-protocol-version'];

/** Whether a page of this origin may ask: the server's own, or, of a server that is local itself, any local one. */
function isOwn(origin: string, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  return isLocal(publicUrl) && URL.canParse(origin) && isLocal(origin);
}

/** Browsers name the page that asks: none of another site may (MCP, “Streamable HTTP”, against DNS rebinding). */
export function refuseOtherOrigins(app: App, { config }: ServerContext): void {
  app.addHook('onRequest', async ({ headers: { origin } }) => {
    if (origin === undefined || isOwn(origin, config.publicUrl)) return;
    throw new Refusal('forbidden', { detail: 'The Origin header names another site. Agents ask without one.' });
  });
}

const queryOf = (query: Asked['query'] = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** Asks the API in the name of who calls, who was counted already. */
function askFor(app: App, request: FastifyRequest): Ask {
  const principal = { ...principalOf(request), kind: 'agent' as const };
  return async <T>({ method, path, query, body, guard }: Asked) => {
    const url = `/api/licensing${path}${queryOf(query)}`;
    const answer = await app.inner.send(
      app,
      { principal, guard: guard ?? null },
      { method: method ?? 'GET', url, body },
    );
    const told = answer.json();
    if (answer.statusCode >= 400) {
      const { code, detail } = told as { code: string; detail: string };
      throw new ToolRefusal({ status: answer.statusCode, code, detail });
    }
    return { body: told as T, total: Number(answer.headers['x-total-count'] ?? 0) };
  };
}

/** What an agent is told of an error; what is the server's fault is logged. */
function explain(app: App, { id }: FastifyRequest, error: unknown): ToolProblem {
  const { status, code, message, cause } = toRefusal(error);
  if (status >= 500) app.failures.write('error', code, { reqId: id, err: cause ?? error, code }, 'tool failed');
  return { status, code, detail: message };
}

/** Agents, by MCP (docs/agents.md): a POST for each message, without sessions, so that any process can answer it. */
export function agentRoutes(app: App, context: ServerContext): void {
  const load = lazyAnswering();
  const url = `${context.config.publicUrl}/mcp`;
  app.post(
    '',
    { bodyLimit: MESSAGE_LIMIT, config: { readsByPost: true }, schema: { hide: true } },
    async (request, reply) => {
      const { body } = request;
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw invalid({ pointer: '', detail: 'must be one message of JSON-RPC; batches are not taken' });
      const { label, may } = principalOf(request);
      const agent = {
        ...{ ask: askFor(app, request), db: context.db, managerId: managerIdOf(request), label },
        ...{ mayWrite: may === 'write', now: () => now(context) },
      };
      const headers = Object.fromEntries(
        READ.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : [])),
      );
      const answerMessage = await load();
      const answer = await answerMessage(agent, { url, headers, body }, (error) => explain(app, request, error));
      return reply
        .code(answer.status)
        .headers(Object.fromEntries(answer.headers))
        .send(await answer.text());
    },
  );
}

/** What this server is, for language models (llmstxt.org). */
export function modelRoutes(app: App, { config }: ServerContext): void {
  const text = llmsText(config.publicUrl);
  app.get('/llms.txt', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(text),
  );
}
