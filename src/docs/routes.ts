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
import type { Audience, Build } from './openapi.ts';
import type { Document } from './openapi-types.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** What the page fetches: its look, and its script. */
const PARTS = { 'docs.css': 'text/css', 'docs.js': 'text/javascript' };

const hidden = { schema: { hide: true } };
const LanguageQuery = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) });

/** Loads what collects it, and collects, each in a turn of the event loop for itself: both take their time. */
async function collect(build: Build, audience: Audience): Promise<Document> {
  const { openapiDocument } = await import('./openapi.ts');
  await turn();
  return openapiDocument(build, audience);
}

/** An API that is described: where it stands, whom its document is for, and how many requests a minute it takes. */
interface Described {
  path: string;
  audience: Exclude<Audience, 'web app'>;
  limit: number;
}

/**
 * An API for people (`docs`) and for machines (`openapi.json`), from the routes themselves, which `build` makes once
 * more: collected for the first who asks. All who ask share the bytes, which are many.
 */
function describe(app: App, { config }: Pick<ServerContext, 'config'>, build: Build, api: Described): void {
  const { path, audience, limit } = api;
  const pages = new Map<Language, Buffer>();
  let json: Buffer | undefined;
  let collected: Promise<Document> | undefined;
  const document = () => (collected ??= collect(build, audience));

  app.get(`${path}/openapi.json`, hidden, async (_request, reply) => {
    const servers = [{ url: basePathOf(config.publicUrl) || '/', description: 'This server' }];
    json ??= Buffer.from(JSON.stringify({ ...(await document()), servers }));
    return reply.type('application/json; charset=utf-8').send(json);
  });

  app.get(
    `${path}/docs`,
    { schema: { ...hidden.schema, querystring: LanguageQuery } },
    async ({ query, headers }, reply) => {
      const language = isLanguage(query.lang) ? query.lang : (wantedLanguage(headers['accept-language']) ?? 'en');
      const options = { base: config.publicUrl, limit, language, audience };
      const page = pages.get(language) ?? Buffer.from(apiPage(await document(), options));
      pages.set(language, page);
      reply.headers({ 'content-security-policy': PAGE_POLICY, vary: 'accept-language' });
      return reply.type('text/html; charset=utf-8').send(page);
    },
  );

  for (const [name, type] of Object.entries(PARTS)) {
    let part: Buffer | undefined;
    app.get(`${path}/${name}`, hidden, async (_request, reply) => {
      part ??= readFileSync(join(root, 'src/docs', name));
      return reply.type(`${type}; charset=utf-8`).send(part);
    });
  }
}

/** The pages and documents of both APIs, and a page about every kind of problem. */
export function docsRoutes(app: App, context: Pick<ServerContext, 'config'>, build: Build): void {
  const { rateLimitPerMinute, publisherRateLimitPerMinute } = context.config;
  describe(app, context, build, { path: '/api/licensing', audience: 'licensing', limit: rateLimitPerMinute });
  describe(app, context, build, { path: '/api/publisher', audience: 'publisher', limit: publisherRateLimitPerMinute });

  app.get<{ Params: { code: string } }>('/api/licensing/problems/:code', hidden, async (request) => {
    const { code } = request.params;
    const entry = Object.hasOwn(catalogue, code) ? catalogue[code as keyof typeof catalogue] : undefined;
    if (!entry) throw notFound();
    return { code, status: entry[0], detail: entry[1] };
  });
}
