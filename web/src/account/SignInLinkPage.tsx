import { Alert, Anchor, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { addressOfLink, nextPath, openLink } from './auth.ts';
import { Door } from './Door.tsx';
import { refreshSession } from './session.ts';

/** Where a mailed link leads. It signs in with a click only: programs that look into mails open every link. */
export function SignInLinkPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const [search] = usePageSearch();
  const token = search.token ?? '';
  const next = nextPath(search.next);
  const { data, isPending } = useQuery({
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
  if (!data)
    return (
      <Door
        title={t('reset.deadTitle')}
        lead={t('signIn.linkFailed')}
        below={
          <Anchor component={Link} to={(next.startsWith('/l/') ? next : '/sign-in') as '/'}>
            {t('reset.again')}
          </Anchor>
        }
      >
        {null}
      </Door>
    );
  return (
    <Door title={t('signIn.title')} lead={t('signIn.linkFor', { email: data.email })}>
      {enter.error && (
        <Alert color="clay" role="alert">
          {text(enter.error)}
        </Alert>
      )}
      <Button loading={enter.isPending} onClick={() => enter.mutate()}>
        {t('signIn.linkEnter')}
      </Button>
    </Door>
  );
}
