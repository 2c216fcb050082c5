import { Type } from 'typebox';
import { now } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { managerIdOf } from '../principal.ts';
import { StudentMail, toMailView } from './mail-schema.ts';
import { listUnsentMails, MAX_MAILS, retryUnsentMail } from './mails.ts';

const tags = ['Students'];

const MailPath = Type.Object({ ...IdPath.properties, mailId: Type.String({ maxLength: 100 }) });

export const listMailsOfStudent = operation(
  {
    schema: {
      operationId: 'listMailsOfStudent',
      tags,
      summary: 'Mails about licenses that did not reach a student, newest first',
      description: `Mails that failed, for 90 days, and those that are tried again; the newest ${MAX_MAILS}.`,
      params: IdPath,
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(StudentMail)), 404),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const mails = await listUnsentMails(context.db.read, { managerId, studentId: request.params.id });
    const { limit, offset } = sliceOf(request.query);
    describePage(request, reply, mails.length, request.query);
    return mails.slice(offset, offset + limit).map(toMailView);
  },
);

export const retryMailOfStudent = operation(
  {
    schema: {
      operationId: 'retryMailOfStudent',
      tags,
      summary: 'Send a mail that did not arrive again',
      description: 'To the address that the student has now; each mail up to 5 times in 24 hours.',
      params: MailPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(StudentMail), 403, 404),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const { id: studentId, mailId } = request.params;
    return change(context, request, reply, async (tx) =>
      toMailView(await retryUnsentMail(tx, { managerId, studentId, mailId }, now(context))),
    );
  },
);
