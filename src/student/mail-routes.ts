import { type Static, Type } from 'typebox';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import {
  answers,
  DateTime,
  DateTimeOrNull,
  IdempotencyKeyHeader,
  IdPath,
  IdText,
  orNull,
  ref,
} from '../http/schema.ts';
import { change } from '../http/write.ts';
import { mailTrouble } from '../rules/mail-trouble.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { listUnsentMails, MOST_MAILS, retryUnsentMail, type UnsentMail } from './mails.ts';

const tags = ['Students'];

export const StudentMail = Type.Object(
  {
    id: Type.String(),
    kind: Type.String({ description: 'What it tells of, such as `license_assigned`.' }),
    email: Type.String({ description: 'The address that it was sent to.' }),
    course: Type.Object({ id: IdText('the course'), title: Type.String() }),
    state: Type.Enum(['failed', 'waiting'], {
      type: 'string',
      description: '`waiting`: it is tried again by itself.',
    }),
    trouble: Type.Enum(['unknown_address', 'mailbox_full', 'refused', 'not_handed_over'], {
      type: 'string',
      description: '`not_handed_over`: no mail server took it, or said anything about it.',
    }),
    answer: orNull(Type.String({ description: 'What the mail server said about this mail or its recipient.' })),
    created: DateTime('When it was written.'),
    failed: DateTimeOrNull('When it was given up.'),
    next: DateTimeOrNull('When it is tried next.'),
  },
  { $id: 'StudentMail', description: 'A mail to a student that did not arrive, or not yet.' },
);

const MailPath = Type.Object({ ...IdPath.properties, mailId: Type.String({ maxLength: 100 }) });

const inSeconds = (ms: number): number => Math.floor(ms / 1000);

const toView = (mail: UnsentMail): Static<typeof StudentMail> => ({
  id: mail.id,
  kind: mail.kind,
  email: mail.recipient,
  course: { id: String(mail.course_id), title: mail.title },
  state: mail.failed_at === null ? 'waiting' : 'failed',
  trouble: mailTrouble(mail.answer),
  answer: mail.answer,
  created: isoTime(inSeconds(mail.created_at)),
  failed: isoTimeOrNull(mail.failed_at === null ? null : inSeconds(mail.failed_at)),
  next: mail.failed_at === null ? isoTime(inSeconds(Math.max(mail.run_at, mail.created_at))) : null,
});

/** Mails to a student that did not arrive, and the way to send one again. */
export function studentMailRoutes(app: App, context: Context): void {
  app.get(
    '/v1/student/:id/mails',
    {
      schema: {
        operationId: 'listMailsOfStudent',
        tags,
        summary: 'Mails about licenses that did not reach a student, newest first',
        description: `Mails that failed, for 90 days, and those that are tried again; the newest ${MOST_MAILS}.`,
        params: IdPath,
        querystring: Type.Object(PageQuery),
        response: answers(Type.Array(ref(StudentMail)), 404),
      },
    },
    async (request, reply) => {
      const { managerId } = callerOf(request);
      const mails = await listUnsentMails(context.db.read, { managerId, studentId: request.params.id });
      const { limit, offset } = sliceOf(request.query);
      describePage(request, reply, mails.length, request.query);
      return mails.slice(offset, offset + limit).map(toView);
    },
  );

  app.post(
    '/v1/student/:id/mails/:mailId/retry',
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
    async (request, reply) => {
      const { managerId } = callerOf(request);
      const { id: studentId, mailId } = request.params;
      return change(context, request, reply, async (tx) =>
        toView(await retryUnsentMail(tx, { managerId, studentId, mailId }, now(context))),
      );
    },
  );
}
