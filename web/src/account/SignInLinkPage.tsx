import { Alert, Anchor, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { addressOfLink, isOfMail, nextPath, openLink, renewLink } from './auth.ts';
import { Door } from './Door.tsx';
import { refreshSession } from './session.ts';

const isDeadLink = (error: unknown) => error instanceof ApiError && error.code === 'INVALID_TOKEN';

/** A link that is used up, too old or of no use; the mail it came in may be asked for a new one. */
function DeadLink({ token, next, error }: { token: string; next: string; error: Error | null }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const renew = useMutation({ mutationFn: () => renewLink(token, next) });
  const disabled = error instanceof ApiError && error.code === 'account_disabled';
  const asks = isOfMail(token) && !disabled;
  const another = (
    <Anchor
      component={Link}
      {...(next.startsWith('/l/') ? { to: next as '/' } : { to: '/sign-in' as '/', search: { next } as never })}
    >
      {t(asks ? 'signIn.linkOtherwise' : 'reset.again')}
    </Anchor>
  );
  if (renew.isSuccess)
    return (
      <Door title={t('signIn.mailedTitle')} lead={t('signIn.renewed')}>
        {null}
      </Door>
    );
  const lead = t(disabled ? 'signIn.reasons.account_disabled' : asks ? 'signIn.linkOver' : 'signIn.linkFailed');
  return (
    <Door title={t('reset.deadTitle')} lead={lead} below={disabled ? undefined : another}>
      {renew.error && (
        <Alert color="clay" role="alert">
          {text(renew.error)}
        </Alert>
      )}
      {asks && (
        <Button loading={renew.isPending} onClick={() => renew.mutate()}>
          {t('signIn.linkRenew')}
        </Button>
      )}
    </Door>
  );
}

/** Where a mailed link leads. It signs in with a click only: programs that look into mails open every link. */
export function SignInLinkPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const [search] = usePageSearch();
  const token = search.token ?? '';
  const next = nextPath(search.next);
  const { data, error, isPending } = useQuery({
    queryKey: ['sign-in-link', token],
    queryFn: () => addressOfLink(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const enter = useMutation({
    mutationFn: () => openLink(token),
    onSuccess: async ({ twoFactorRedirect }) => {
      if (twoFactorRedirect) return navigate({ to: '/two-factor' as '/', search: { next } as never, replace: true });
      await refreshSession();
      return navigate({ to: next as '/', replace: true });
    },
  });
  if (isPending)
    return (
      <Door title={t('signIn.title')}>
        <Skeleton height={90} />
      </Door>
    );
  if (!data || isDeadLink(enter.error)) return <DeadLink token={token} next={next} error={error ?? enter.error} />;
  return (
    <Door title={t('signIn.title')} lead={t('signIn.linkFor', { email: data.email })}>
      {enter.error && (
        <Alert color="clay" role="alert">
          {text(enter.error)}
        </Alert>
      )}
      <Button loading={enter.isPending} onClick={() => enter.mutate()}>
        {t(next.startsWith('/my') ? 'signIn.linkEnterMine' : 'signIn.linkEnter')}
      </Button>
    </Door>
  );
}
