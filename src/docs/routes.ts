import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import type { ServerContext } from '../context.ts';
import { catalogue, notFound } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { basePathOf } from '../public-url.ts';
import { root } from '../root.ts';
import { isLanguage, type Language, wantedLanguage } from '../rules/language.ts';
import { apiPage } from './api-page.ts';
import type { Build } from './openapi.ts';
import type { Document } from './openapi-types.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** What the page fetches: its look, and its script. */
const PARTS = { 'docs.css': 'text/css', 'docs.js': 'text/javascript' };

const LanguageQuery = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) });

/** Loads what collects it, and collects, each in a turn of the event loop for itself: both take their time. */
async function collect(build: Build): Promise<Document> {
  const { openapiDocument } = await import('./openapi.ts');
  await turn();
  return openapiDocument(build);
}

/**
 * The API for people (`/api/licensing/docs`) and for machines (`/api/licensing/openapi.json`), from the routes
 * themselves, which `build` makes once more: collected for the first who asks. All who ask share the bytes, which are many.
 */
export function docsRoutes(app: App, { config }: Pick<ServerContext, 'config'>, build: Build): void {
  const hidden = { schema: { hide: true } };
  const pages = new Map<Language, Buffer>();
  let json: Buffer | undefined;
  let collected: Promise<Document> | undefined;
  const document = () => (collected ??= collect(build));

  app.get('/api/licensing/openapi.json', hidden, async (_request, reply) => {
    const servers = [{ url: basePathOf(config.publicUrl) || '/', description: 'This server' }];
    json ??= Buffer.from(JSON.stringify({ ...(await document()), servers }));
    return reply.type('application/json; charset=utf-8').send(json);
  });

  app.get(
    '/api/licensing/docs',
    { schema: { ...hidden.schema, querystring: LanguageQuery } },
    async ({ query, headers }, reply) => {
      const language = isLanguage(query.lang) ? query.lang : (wantedLanguage(headers['accept-language']) ?? 'en');
      const options = { base: config.publicUrl, limit: config.rateLimitPerMinute, language };
      const page = pages.get(language) ?? Buffer.from(apiPage(await document(), options));
      pages.set(language, page);
      reply.headers({ 'content-security-policy': PAGE_POLICY, vary: 'accept-language' });
      return reply.type('text/html; charset=utf-8').send(page);
    },
  );

  for (const [name, type] of Object.entries(PARTS)) {
    let part: Buffer | undefined;
    app.get(`/api/licensing/${name}`, hidden, async (_request, reply) => {
      part ??= readFileSync(join(root, 'src/docs', name));
      return reply.type(`${type}; charset=utf-8`).send(part);
    });
  }

  app.get<{ Params: { code: string } }>('/api/licensing/problems/:code', hidden, async (request) => {
    const { code } = request.params;
    const entry = Object.hasOwn(catalogue, code) ? catalogue[code as keyof typeof catalogue] : undefined;
    if (!entry) throw notFound();
    return { code, status: entry[0], detail: entry[1] };
  });
}
