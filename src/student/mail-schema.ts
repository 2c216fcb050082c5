import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdText, orNull } from '../http/schema.ts';
import { mailTrouble } from '../rules/mail-trouble.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { UnsentMail } from './mails.ts';

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

const inSeconds = (ms: number): number => Math.floor(ms / 1000);

export const toMailView = (mail: UnsentMail): Static<typeof StudentMail> => ({
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
