import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ServerContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { mailbox } from './mailbox.ts';
import { mailFolder } from './sender.ts';

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const OWN_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Kept mails sign in whoever reads them: they are for a browser on this machine, under the machine's own name. */
async function ownMachineOnly({ socket, headers }: FastifyRequest): Promise<void> {
  const direct = headers.forwarded === undefined && headers['x-forwarded-for'] === undefined;
  if (!direct || !LOOPBACK.test(socket.remoteAddress ?? '') || !OWN_NAME.test(headers.host ?? '')) throw notFound();
}

/** The mails that the quick start keeps instead of sending them. */
export function mailRoutes(app: App, context: ServerContext): void {
  if (!context.mailbox) return;
  const box = mailbox(mailFolder(context.config));
  const onRequest = ownMachineOnly;

  app.get('/mail', { onRequest, schema: { hide: true } }, async (_request, reply) => {
    const { total, mails } = await box.list();
    reply.header('x-total-count', total);
    return mails;
  });

  const params = Type.Object({ id: Type.String({ maxLength: 36 }) });
  app.get('/mail/:id', { onRequest, schema: { hide: true, params } }, async (request) => box.read(request.params.id));
}
