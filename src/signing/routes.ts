import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { publishedKeySet } from './keys.ts';

/** A key that is new is found by those who verify: they ask again when they meet one that they do not know. */
const CACHING = 'public, max-age=300';

/** What signed tokens and certificates are verified with. */
export function keySetRoutes(app: App, context: ServerContext): void {
  app.get('/.well-known/jwks.json', { schema: { hide: true } }, async (request, reply) => {
    const body = JSON.stringify(await publishedKeySet(context));
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    reply.headers({ 'cache-control': CACHING, etag: tag, 'access-control-allow-origin': '*' });
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type('application/jwk-set+json').send(body);
  });
}
