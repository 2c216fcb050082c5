import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import { forgetPerson, refreshSession } from '../account/session.ts';
import { send } from '../api/app.ts';
import type { LinkPage } from '../api/types.ts';
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

/** For who is signed in: one press, where the link gives them something. */
export function TakeLicense({ code, link, email }: { code: string; link: LinkPage; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const text = useEnrollError(link);
  const words = useEnrollRefusal(link);
  const refusal = link.visitor?.refusal;
  const take = useMutation({
    mutationFn: () => send('post', '/api/app/links/{code}/enroll', { path: { code }, body: {} }),
    onSuccess: async ({ courseId }) => {
      await refreshSession();
      await client.invalidateQueries({ queryKey: ['my'] });
      await navigate({ to: '/my' as '/', search: { taken: '1', course: courseId } as never });
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
      {!refusal && (
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          {t('enroll.take')}
        </Button>
      )}
    </>
  );
}
