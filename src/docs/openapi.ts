import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { readConfig } from '../config.ts';
import { openContext, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { createLog } from '../log.ts';
import type { Document } from './openapi-types.ts';

/** Which routes are told: those of one of the two APIs, or the web app's own (`/api/app` and `/api/auth`). */
export type Audience = 'licensing' | 'publisher' | 'web app';

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;

/** Tells of the routes that are hidden elsewhere, where they say what they answer, and hides those of license managers. */
const webAppOnly: Transform = ({ schema, url }) => {
  const hide = !/^\/api\/(app(?!\/managers\/)|auth)\//.test(url) || schema?.response === undefined;
  return { schema: { ...schema, hide }, url };
};

/** Hides all routes but those whose path begins so. */
const only =
  (paths: RegExp): Transform =>
  ({ schema, url }) =>
    paths.test(url) ? { schema, url } : { schema: { ...schema, hide: true }, url };

const transforms: Record<Audience, Transform> = {
  licensing: only(/^\/api\/(licensing|app\/managers)\//),
  publisher: only(/^\/api\/publisher\//),
  'web app': webAppOnly,
};

const licensing = {
  title: 'Carrel Licensing API',
  description: 'Query, assign, change and revoke course licenses, and follow the progress of students.',
};

const infos: Record<Audience, { title: string; description: string }> = {
  licensing,
  publisher: {
    title: 'Carrel Publisher API',
    description:
      'Keep license managers, courses and pools, sell and renew licenses, and follow what happens, over all license managers.',
  },
  'web app': licensing,
};

const namesIn = (part: unknown): string[] =>
  [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name as string);

/** A document without the shapes that no path of it refers to: those are of the other API. */
function withoutUnused(document: Document): Document {
  const { schemas } = document.components;
  const used = new Set(namesIn(document.paths));
  for (const name of used) for (const other of namesIn(schemas[name])) used.add(other);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas: kept } };
}

/** Collects the document from the routes that follow. */
async function collect(app: App, audience: Audience): Promise<void> {
  await app.register(swagger, {
    transform: transforms[audience],
    openapi: {
      openapi: '3.1.0',
      info: { ...infos[audience], version: '1', license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'This server' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          ...(audience !== 'publisher' && {
            session: {
              type: 'apiKey' as const,
              in: 'cookie',
              name: 'carrel.session_token',
              description: 'A member who is signed in.',
            },
          }),
        },
      },
      security: [{ token: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => (json.$id as string) ?? `def-${i}` },
  });
}

const settings = {
  DATA_DIR: tmpdir(), // nothing is written
  DATABASE_URL: 'postgres://localhost/unused',
  SECRET_KEY: 'nothing is ever signed with this key',
};

const never = async () => {
  throw new Error('this server only describes itself');
};

/** Builds a server without listening; `collect` sees its routes before they are made. */
export type Build = (context: ServerContext, collect?: (app: App) => Promise<void>) => Promise<App>;

/** The OpenAPI document, from the routes of a server that is built for it alone. It needs no database, and opens none. */
export async function openapiDocument(build: Build, audience: Audience = 'licensing'): Promise<Document> {
  const context = openContext(readConfig(settings), createLog('silent'), () => {});
  const lastUse = { note: () => {}, flush: never, stop: never };
  const network = { allowed: new Set<string>(), lookup: never };
  const mailbox = { owner: '', secret: '' };
  const described = { ...context, rateLog: never, lastUse, network, mailbox, draining: () => false };
  const app = await build(described, (app) => collect(app, audience));
  await turn(); // other requests are answered between what takes its time
  await app.ready();
  await turn();
  const document = withoutUnused(app.swagger() as unknown as Document);
  await turn();
  await app.close();
  await context.db.close();
  return document;
}
