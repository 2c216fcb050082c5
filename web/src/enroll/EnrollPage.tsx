import { Anchor, Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import { Door } from '../account/Door.tsx';
import { useSession } from '../account/session.ts';
import type { LinkPage } from '../api/types.ts';
import { Cover } from '../ui/Cover.tsx';
import { useErrorText } from '../ui/problem.ts';
import { ClosedNote, closedWords } from './ClosedNote.tsx';
import classes from './Enroll.module.css';
import { LinkTerms } from './LinkTerms.tsx';
import { linkPageQuery } from './linkPage.ts';
import { ProveForm } from './ProveForm.tsx';
import { HeldNote, TakeLicense } from './TakeLicense.tsx';
import { useLeave } from './useLeave.ts';

/** What a link gives, and the way to get it. */
export function EnrollPage() {
  const { t } = useTranslation();
  const { code } = useParams({ strict: false }) as { code: string };
  const { user } = useSession();
  const text = useErrorText();
  const { data: link, isPending, error, refetch } = useQuery(linkPageQuery(code, user?.id));
  if (isPending)
    return (
      <Door title={t('enroll.loading')}>
        <Skeleton height={180} />
      </Door>
    );
  if (link) return <LinkFound code={code} link={link} />;
  if (error instanceof ApiError && error.status === 404)
    return (
      <Door
        title={t('enroll.missingTitle')}
        lead={t('enroll.missingText')}
        below={<OtherWays code={code} named leaves />}
      >
        {null}
      </Door>
    );
  return (
    <Door title={t('error.loadTitle')} lead={text(error)}>
      <Button onClick={() => refetch()}>{t('common.retry')}</Button>
    </Door>
  );
}

function LinkFound({ code, link }: { code: string; link: LinkPage }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const held = user && link.visitor?.held;
  const closed = closedWords(link);
  const refused = Boolean(user && !held && !closed && link.visitor?.refusal);
  const lead = t(held || closed ? 'enroll.by' : 'enroll.from', { manager: link.manager.name });
  return (
    <Door
      title={link.course.title}
      lead={lead}
      below={<OtherWays code={code} named={Boolean(held || closed)} leaves={!refused} />}
    >
      {held ? <HeldNote held={held} /> : closed && <ClosedNote link={link} words={closed} />}
      <Cover title={link.course.title} className={classes.cover} />
      {!held && !closed && (
        <>
          <LinkTerms link={link} />
          {(link.approval || link.state === 'full') && (
            <p className="small" role="status">
              {t(link.approval ? 'library.needsApproval' : 'library.fullNow', { manager: link.manager.name })}
            </p>
          )}
          {user ? <TakeLicense code={code} link={link} email={user.email} /> : <ProveForm code={code} link={link} />}
        </>
      )}
    </Door>
  );
}

/** To what one has, and to another account where the page itself does not lead there. */
function OtherWays({ code, named, leaves }: { code: string; named: boolean; leaves: boolean }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const leave = useLeave();
  if (!user)
    return (
      <Anchor component={Link} to={'/sign-in' as '/'} search={{ next: `/l/${code}` } as never}>
        {t('enroll.haveAccount')}
      </Anchor>
    );
  return (
    <>
      {named && <p className="soft small">{t('enroll.as', { email: user.email })}</p>}
      <div className={classes.ways}>
        <Anchor component={Link} to={'/my' as '/'}>
          {t('nav.my')}
        </Anchor>
        {leaves && (
          <Anchor component="button" type="button" disabled={leave.isPending} onClick={() => leave.mutate()}>
            {t('enroll.otherAccount')}
          </Anchor>
        )}
      </div>
    </>
  );
}
