import { Badge, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import classes from './Account.module.css';
import { endOtherSessions, endSession, listSessions } from './auth.ts';
import { Section } from './Section.tsx';

/** Where one is signed in, and the way out of there. */
export function SessionsSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['sessions'], queryFn: listSessions });
  const renew = () => client.invalidateQueries(); // trusted browsers and the history change with the sessions
  const end = useMutation({ mutationFn: endSession, onSuccess: renew });
  const endOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: async () => {
      await renew();
      toast(t('account.sessionsEnded'));
    },
  });
  return (
    <Section title={t('account.sessions')} text={t('account.sessionsHint')}>
      {!data && <Skeleton height={60} />}
      <ul className={classes.sessions}>
        {data?.map((s) => (
          <SessionRow key={s.id} session={s} onEnd={() => end.mutate(s.token)} />
        ))}
      </ul>
      {data && data.length > 1 && (
        <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t('account.endOthers')}
        </Button>
      )}
    </Section>
  );
}

/** The browser and the system, out of a user agent's many words. */
function deviceName(agent: string | null): string {
  const browser = ['Firefox', 'Edg', 'Chrome', 'Safari'].find((b) => agent?.includes(b));
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'].find((s) => agent?.includes(s));
  return [browser?.replace('Edg', 'Edge'), system].filter(Boolean).join(' · ') || '?';
}

function SessionRow({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { t } = useTranslation();
  const { relative } = useFormat();
  const device = deviceName(session.userAgent);
  return (
    <li>
      <span>
        <strong>{device}</strong>
        <br />
        <span className="soft small">
          {session.ipAddress ? `${session.ipAddress} · ` : ''}
          {relative(session.updatedAt)}
        </span>
      </span>
      {session.current ? (
        <Badge variant="light">{t('account.thisOne')}</Badge>
      ) : (
        <Button
          size="compact-sm"
          variant="subtle"
          color="clay"
          onClick={onEnd}
          aria-label={t('account.endOf', { device })}
        >
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}
