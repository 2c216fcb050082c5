import swagger from '@fastify/swagger';
import type { ServerContext } from '../context.ts';
import { CourseCard } from '../course/library-schema.ts';
import { Course } from '../course/schema.ts';
import { catalogue, notFound } from '../errors.ts';
import { Event } from '../event/schema.ts';
import { AssignBody, AssignedLicense, EditBody, License } from '../license/schema.ts';
import { Me } from '../manager/schema.ts';
import { Pool } from '../pool/schema.ts';
import { Student } from '../student/schema.ts';
import { HeldLicense, StudentSummary } from '../student/search-schema.ts';
import { CreateTokenBody, NewToken, Token } from '../token/schema.ts';
import type { App } from './app-type.ts';
import { Problem } from './schema.ts';

const schemas = [
  ...[Problem, Me, Course, CourseCard, Pool, License, AssignedLicense, AssignBody, EditBody],
  ...[Student, StudentSummary, HeldLicense, Event, Token, NewToken, CreateTokenBody],
];

/** Collects the OpenAPI document from the routes that follow, and serves it. */
export async function documentApi(app: App, _context: ServerContext): Promise<void> {
  for (const schema of schemas) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Carrel Licensing API',
        version: '1',
        description: 'Query, assign, change and revoke course licenses, and follow the progress of students.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ token: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => (json.$id as string) ?? `def-${i}` },
  });
  app.get('/api/licensing/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get<{ Params: { code: string } }>(
    '/api/licensing/problems/:code',
    { schema: { hide: true } },
    async (request) => {
      const { code } = request.params;
      const entry = Object.hasOwn(catalogue, code) ? catalogue[code as keyof typeof catalogue] : undefined;
      if (!entry) throw notFound();
      return { code, status: entry[0], detail: entry[1] };
    },
  );
}
