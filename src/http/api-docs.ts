import swagger from '@fastify/swagger';
import { CourseCard } from '../course/library-schema.ts';
import { Course } from '../course/schema.ts';
import { Event } from '../event/schema.ts';
import {
  BulkAssignBody,
  BulkAssigned,
  BulkPreview,
  BulkPreviewBody,
  BulkRevokeBody,
  BulkRevoked,
} from '../license/bulk-schema.ts';
import { AssignBody, AssignedLicense, EditBody, License } from '../license/schema.ts';
import { CreateLinkBody, Link } from '../link/schema.ts';
import { Me } from '../manager/schema.ts';
import { Member } from '../member/schema.ts';
import { Pool } from '../pool/schema.ts';
import { Student } from '../student/schema.ts';
import { HeldLicense, StudentSummary } from '../student/search-schema.ts';
import { CreateTokenBody, NewToken, Token } from '../token/schema.ts';
import type { App } from './app-type.ts';
import { Problem } from './schema.ts';

const schemas = [
  ...[Problem, Me, Course, CourseCard, Pool, License, AssignedLicense, AssignBody, EditBody],
  ...[BulkPreviewBody, BulkPreview, BulkAssignBody, BulkAssigned, BulkRevokeBody, BulkRevoked],
  ...[Student, StudentSummary, HeldLicense, Event, Link, CreateLinkBody, Token, NewToken, CreateTokenBody, Member],
];

/** Collects the OpenAPI document from the routes that follow. */
export async function documentApi(app: App): Promise<void> {
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
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'carrel.session_token',
            description: 'A member who is signed in.',
          },
        },
      },
      security: [{ token: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => (json.$id as string) ?? `def-${i}` },
  });
}
