import { Alert, Anchor, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { addressOfLink, isOfMail, nextPath, openLink, renewLink } from './auth.ts';
import { Door } from './Door.tsx';
import { refreshSession, useSession } from './session.ts';

/** The server says that the link opens nothing, rather than that it cannot say. */
const isRefused = (error: Error) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
const isDeadLink = (error: unknown) => error instanceof ApiError && error.code === 'INVALID_TOKEN';

/** Where the mail asks to confirm an address for a license by a link. */
const isOfEnrollment = (next: string) => next.startsWith('/l/');

/** The course that a mail about a license leads to. */
const courseIn = (next: string): string | undefined => /^\/my\?course=(\d+)$/.exec(next)?.[1];

/** Opens the course where it can be opened from here; else, or where that fails, the page that says why comes next. */
async function goToCourse(courseId: string): Promise<boolean> {
  const { courseAddress } = await import('../my/queries.ts');
  const url = await courseAddress(courseId).catch(() => null);
  if (url) location.assign(url);
  return url !== null;
}

/** A link that is used up, too old or of no use; the mail it came in may be asked for a new one. */
function DeadLink({ token, next, error }: { token: string; next: string; error: Error | null }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const renew = useMutation({ mutationFn: () => renewLink(token, next) });
  const disabled = error instanceof ApiError && error.code === 'account_disabled';
  const asks = isOfMail(token) && !disabled;
  if (renew.isSuccess)
    return (
      <Door title={t('signIn.mailedTitle')} lead={t('signIn.renewed')}>
        {null}
      </Door>
    );
  if (isOfEnrollment(next) && !disabled)
    return (
      <Door title={t('reset.deadTitle')} lead={t('enroll.deadText')}>
        <Button component={Link} to={next as '/'}>
          {t('enroll.askAgain')}
        </Button>
      </Door>
    );
  const another = (
    <Anchor component={Link} to={'/sign-in' as '/'} search={{ next } as never}>
      {t(asks ? 'signIn.linkOtherwise' : 'reset.again')}
    </Anchor>
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

/** What the button of the page does. */
const actionFor = (next: string) => {
  if (isOfEnrollment(next)) return 'enroll.confirm';
  if (courseIn(next)) return 'signIn.linkEnterCourse';
  return next.startsWith('/my') ? 'signIn.linkEnterMine' : 'signIn.linkEnter';
};

/** Where a mailed link leads. It signs in with a click only: programs that look into mails open every link. */
export function SignInLinkPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const [search] = usePageSearch();
  const token = search.token ?? '';
  const next = nextPath(search.next);
  const { user } = useSession();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sign-in-link', token],
    queryFn: () => addressOfLink(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const enter = useMutation({
    mutationFn: () => openLink(token),
    onSuccess: async ({ twoFactorRedirect }) => {
      if (twoFactorRedirect) return navigate({ to: '/two-factor' as '/', search: { next } as never, replace: true });
      const courseId = courseIn(next);
      if (courseId && (await goToCourse(courseId))) return;
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
  if (error && !isRefused(error))
    return (
      <Door title={t('error.loadTitle')} lead={text(error)}>
        <Button onClick={() => refetch()}>{t('common.retry')}</Button>
      </Door>
    );
  if (!data || isDeadLink(enter.error)) return <DeadLink token={token} next={next} error={error ?? enter.error} />;
  const words = isOfEnrollment(next)
    ? ['enroll.confirmTitle', 'enroll.confirmText']
    : ['signIn.title', 'signIn.linkFor'];
  const [title, lead] = words.map((key) => t(key, { email: data.email })) as [string, string];
  return (
    <Door title={title} lead={lead}>
      {user && user.email !== data.email && (
        <p className="soft small">{t('signIn.linkInstead', { own: user.email })}</p>
      )}
      {enter.error && (
        <Alert color="clay" role="alert">
          {text(enter.error)}
        </Alert>
      )}
      <Button loading={enter.isPending} onClick={() => enter.mutate()}>
        {t(actionFor(next))}
      </Button>
    </Door>
  );
}
