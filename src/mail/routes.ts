import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ServerContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { mailbox } from './mailbox.ts';
import { mailFolder } from './sender.ts';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

const kept = { id: Type.String(), to: Type.String(), subject: Type.String(), at: Type.String() };

/** The mails that the quick start keeps instead of sending them. */
export function mailRoutes(app: App, context: ServerContext): void {
  if (!context.mailbox) return;
  const box = mailbox(mailFolder(context.config));
  const { mailbox: own } = context;
  const secret = digest(own.secret);
  /** A proxy may set no header, and a name may lead anywhere: only the session or the secret tells who asks. */
  const onRequest = async ({ visitor, headers }: FastifyRequest) => {
    const isOwner = visitor !== null && visitor.email === own.owner;
    if (!isOwner && !timingSafeEqual(digest(String(headers['x-mailbox-secret'] ?? '')), secret)) throw notFound();
  };

  app.get(
    '/mail',
    { onRequest, schema: { hide: true, response: { 200: Type.Array(Type.Object(kept)) } } },
    async (_request, reply) => {
      const { total, mails } = await box.list();
      reply.header('x-total-count', total);
      return mails;
    },
  );

  const params = Type.Object({ id: Type.String({ maxLength: 36 }) });
  const opened = Type.Object({ ...kept, html: Type.String(), text: Type.String() });
  app.get('/mail/:id', { onRequest, schema: { hide: true, params, response: { 200: opened } } }, async (request) =>
    box.read(request.params.id),
  );
}
