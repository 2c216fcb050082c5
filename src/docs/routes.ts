import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../context.ts';
import { catalogue, notFound } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { basePathOf } from '../public-url.ts';
import { root } from '../root.ts';
import { apiPage } from './api-page.ts';
import type { Document } from './openapi-types.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const style = join(root, 'src/docs/docs.css');

/**
 * The API for people (`/api/licensing/docs`) and for machines (`/api/licensing/openapi.json`), from the routes
 * themselves: collected for the first who asks. All who ask share the bytes, which are many.
 */
export function docsRoutes(app: App, { config }: Pick<ServerContext, 'config'>): void {
  const hidden = { schema: { hide: true } };
  let page: Buffer | undefined;
  let json: Buffer | undefined;
  let css: Buffer | undefined;
  let collected: Promise<Document> | undefined;
  const document = () => (collected ??= import('./openapi.ts').then(({ openapiDocument }) => openapiDocument()));

  app.get('/api/licensing/openapi.json', hidden, async (_request, reply) => {
    const servers = [{ url: basePathOf(config.publicUrl) || '/', description: 'This server' }];
    json ??= Buffer.from(JSON.stringify({ ...(await document()), servers }));
    return reply.type('application/json; charset=utf-8').send(json);
  });

  app.get('/api/licensing/docs', hidden, async (_request, reply) => {
    const options = { base: config.publicUrl, limit: config.rateLimitPerMinute };
    page ??= Buffer.from(apiPage(await document(), options));
    return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
  });

  app.get('/api/licensing/docs.css', hidden, async (_request, reply) => {
    css ??= readFileSync(style);
    return reply.type('text/css; charset=utf-8').send(css);
  });

  app.get<{ Params: { code: string } }>('/api/licensing/problems/:code', hidden, async (request) => {
    const { code } = request.params;
    const entry = Object.hasOwn(catalogue, code) ? catalogue[code as keyof typeof catalogue] : undefined;
    if (!entry) throw notFound();
    return { code, status: entry[0], detail: entry[1] };
  });
}
