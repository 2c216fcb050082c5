import { Alert, Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetPerson, refreshSession } from '../account/session.ts';
import { send } from '../api/app.ts';
import type { LinkPage } from '../api/types.ts';
import { cameTo } from '../my/queries.ts';
import { useFormat } from '../ui/format.ts';
import { useEnrollError, useEnrollRefusal } from './refusal.ts';
import { Told } from './Told.tsx';
import { useLeave } from './useLeave.ts';

/** The license of the course that the visitor has already. */
export function HeldNote({ held }: { held: { courseId: string; manager: string; end: string } }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  return (
    <>
      <Alert color="green" role="status" title={t('enroll.heldTitle')}>
        {t('enroll.heldText', { manager: held.manager, end: lastDay(held.end) })}
      </Alert>
      <Button component={Link} to={'/my' as '/'} search={{ course: held.courseId } as never}>
        {t('enroll.openMine')}
      </Button>
    </>
  );
}

/** This account gets nothing; another one may. */
function Refused({ children }: { children: string }) {
  const { t } = useTranslation();
  const leave = useLeave();
  return (
    <>
      <Alert color="brass" role="status">
        {children}
      </Alert>
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('enroll.otherAccount')}
      </Button>
    </>
  );
}

/** What the button comes to. */
const actionOf = ({ approval, state }: LinkPage) => {
  if (approval) return 'library.ask';
  return state === 'full' ? 'library.join' : 'enroll.take';
};

/** For who is signed in: one press, where the link gives them something. */
export function TakeLicense({ code, link, email }: { code: string; link: LinkPage; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const text = useEnrollError(link);
  const words = useEnrollRefusal(link);
  const refusal = link.visitor?.refusal;
  const [message, setMessage] = useState('');
  const take = useMutation({
    mutationFn: () =>
      send('post', '/api/app/links/{code}/enroll', {
        path: { code },
        body: { message: message.trim() || undefined },
      }),
    onSuccess: async (answer) => {
      await refreshSession();
      await client.invalidateQueries({ queryKey: ['my'] });
      const came = cameTo(answer);
      const told = came === 'taken' ? { taken: '1', course: answer.courseId } : { joined: came };
      await navigate({ to: '/my' as '/', search: told as never });
    },
    onError: async (error) => {
      if (!(error instanceof ApiError)) return;
      if (error.status !== 401) return client.invalidateQueries({ queryKey: ['enroll'] });
      forgetPerson('keep');
      const search = { reason: 'session_ended', next: `/l/${code}` };
      await navigate({ to: '/sign-in' as '/', search: search as never });
    },
  });
  return (
    <>
      <p className="soft small">{t('enroll.as', { email })}</p>
      {refusal && <Refused>{words(refusal)}</Refused>}
      {take.error && !refusal && (
        <Told key={take.submittedAt} kind="refused">
          {text(take.error)}
        </Told>
      )}
      {!refusal && link.approval && (
        <Textarea
          label={t('library.message')}
          description={t('library.messageHint')}
          maxLength={1000}
          autosize
          minRows={3}
          value={message}
          onChange={(e) => setMessage(e.currentTarget.value)}
        />
      )}
      {!refusal && (
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          {t(actionOf(link))}
        </Button>
      )}
    </>
  );
}
