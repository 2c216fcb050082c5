import { Alert, Anchor, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import { Door } from '../account/Door.tsx';
import { refreshSession, useSession } from '../account/session.ts';
import { request } from '../api/http.ts';
import type { LinkPage } from '../api/types.ts';
import { Cover } from '../ui/Cover.tsx';
import { useErrorText } from '../ui/problem.ts';
import classes from './Enroll.module.css';
import { LinkTerms } from './LinkTerms.tsx';
import { ProveForm } from './ProveForm.tsx';

const linkPath = (code: string, rest = '') => `/api/app/links/${encodeURIComponent(code)}${rest}`;

/** What a link gives, and the way to get it. */
export function EnrollPage() {
  const { t } = useTranslation();
  const { code } = useParams({ strict: false }) as { code: string };
  const { user } = useSession();
  const text = useErrorText();
  const {
    data: link,
    isPending,
    error,
    refetch,
  } = useQuery({
    queryKey: ['enroll', code],
    queryFn: () => request<LinkPage>(linkPath(code)),
    retry: false,
  });
  if (isPending)
    return (
      <Door title={t('enroll.loading')}>
        <Skeleton height={180} />
      </Door>
    );
  if (error && !(error instanceof ApiError && error.status === 404))
    return (
      <Door title={t('error.loadTitle')} lead={text(error)}>
        <Button onClick={() => refetch()}>{t('common.retry')}</Button>
      </Door>
    );
  if (!link)
    return (
      <Door title={t('enroll.missingTitle')} lead={t('enroll.missingText')}>
        {null}
      </Door>
    );
  const signIn = (
    <Anchor component={Link} to={'/sign-in' as '/'} search={{ next: `/l/${code}` } as never}>
      {t('enroll.haveAccount')}
    </Anchor>
  );
  return (
    <Door
      title={link.course.title}
      lead={t('enroll.from', { manager: link.manager.name })}
      below={user ? undefined : signIn}
    >
      <Cover title={link.course.title} className={classes.cover} />
      <LinkTerms link={link} />
      {link.state !== 'open' && (
        <Alert color="brass" role="status" title={t(`enroll.${link.state}Title`)}>
          {t(`enroll.${link.state}Text`, { manager: link.manager.name })}
        </Alert>
      )}
      {link.state === 'open' &&
        (user ? <Take code={code} email={user.email} /> : <ProveForm code={code} domains={link.domains} />)}
    </Door>
  );
}

function Take({ code, email }: { code: string; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const take = useMutation({
    mutationFn: () => request(linkPath(code, '/enroll'), { method: 'POST', body: {} }),
    onSuccess: async () => {
      await refreshSession();
      await navigate({ to: '/my' as '/', search: { taken: '1' } as never });
    },
  });
  return (
    <>
      <p className="soft small">{t('enroll.as', { email })}</p>
      {take.error && (
        <Alert color="clay" role="alert">
          {text(take.error)}
        </Alert>
      )}
      <Button loading={take.isPending} onClick={() => take.mutate()}>
        {t('enroll.take')}
      </Button>
    </>
  );
}
