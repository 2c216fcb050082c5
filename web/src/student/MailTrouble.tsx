import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StudentMail } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { toast, toastError, useErrorText } from '../ui/problem.ts';
import { retryMail, studentMailsQuery } from './queries.ts';
import classes from './Student.module.css';

/** Mails that did not reach a person: which, why, and the way to send each again. Nothing where all arrived. */
export function MailTroubles({ studentId }: { studentId: number }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { data } = useQuery(studentMailsQuery(manager.id, studentId));
  if (!data || data.total === 0) return null;
  const more = data.total - data.items.length;
  return (
    <section aria-label={t('student.mail.title')}>
      <h2 className={classes.section}>{t('student.mail.title')}</h2>
      <ul className={classes.mails}>
        {data.items.map((mail) => (
          <li key={mail.id}>
            <Trouble studentId={studentId} mail={mail} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft small">{t('student.mail.more', { count: more })}</p>}
    </section>
  );
}

function Trouble({ studentId, mail }: { studentId: number; mail: StudentMail }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const manager = useManager();
  const text = useErrorText();
  const change = useChange(
    () => retryMail(manager.id, studentId, mail.id),
    () => toast(t('student.mail.onItsWay', { email: mail.email })),
  );
  const send = () => change.mutate(undefined, { onError: (error) => toastError(text(error)) });
  const what = t(`student.mail.kinds.${mail.kind}`, { defaultValue: t('student.mail.kinds.other') });
  const failed = mail.state === 'failed';
  return (
    <Alert color={failed ? 'clay' : 'brass'} variant="light" title={`${what}: ${mail.course.title}`}>
      <p>
        {t(`student.mail.trouble.${mail.trouble}`, { email: mail.email })}{' '}
        {failed
          ? t('student.mail.givenUp', { when: dateTime(mail.failed ?? mail.created) })
          : t('student.mail.triedAgain', { when: dateTime(mail.next ?? mail.created) })}
      </p>
      {mail.answer && <p className="small">{t('student.mail.answer', { answer: mail.answer })}</p>}
      {manager.canChange && (
        <Button
          mt="xs"
          size="compact-sm"
          variant="default"
          loading={change.isPending}
          onClick={send}
          aria-label={t('student.mail.againOf', { what, course: mail.course.title })}
        >
          {t('student.mail.again')}
        </Button>
      )}
    </Alert>
  );
}
