import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../account/session.ts';
import type { KeptMail } from '../api/types.ts';
import { nameTab } from '../ui/brand.ts';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { Mark } from '../ui/Mark.tsx';
import { usePageSearch } from '../ui/search.ts';
import classes from './Mail.module.css';
import { MailView } from './MailView.tsx';
import { useMailbox } from './mailbox.ts';

/** The mails that a server without a mail server keeps: what people would have received. */
export function MailPage() {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const { user } = useSession();
  const { shown, list } = useMailbox();
  const mayAsk = user !== null || shown;
  const query = useQuery({ ...list, refetchInterval: 5000, retry: false, enabled: mayAsk });
  useEffect(() => {
    nameTab(t('mail.title'));
  }, [t]);
  if (!mayAsk) return <Navigate to={'/sign-in' as '/'} search={{ next: '/mail' } as never} replace />;
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <Link to="/" aria-label={t('common.home')}>
          <Mark size={36} />
        </Link>
        <div>
          <h1>{t('mail.title')}</h1>
          <p className="soft">{t('mail.lead')}</p>
        </div>
      </div>
      <ListBody
        query={query}
        rowHeight={62}
        rows={5}
        empty={<Empty title={t('mail.emptyTitle')} text={t('mail.emptyText')} />}
      >
        {(mails) => (
          <div className={classes.panes} data-open={Boolean(search.open)}>
            <ul className={classes.list} aria-label={t('mail.list')}>
              {mails.map((m) => (
                <MailRow key={m.id} mail={m} open={search.open === m.id} />
              ))}
            </ul>
            <OpenMail id={search.open} />
          </div>
        )}
      </ListBody>
    </main>
  );
}

function MailRow({ mail, open }: { mail: KeptMail; open: boolean }) {
  const { relative } = useFormat();
  return (
    <li>
      <Link
        to={'.' as '/'}
        search={{ open: mail.id } as never}
        className={classes.row}
        data-open={open}
        aria-current={open ? 'true' : undefined}
      >
        <strong>{mail.subject}</strong>
        <span className={`soft small ${classes.meta}`}>
          <span>{mail.to}</span>
          <span className="nowrap">{relative(mail.at)}</span>
        </span>
      </Link>
    </li>
  );
}

function OpenMail({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { one } = useMailbox();
  const { data } = useQuery({ ...one(id ?? ''), enabled: Boolean(id) });
  if (!id) return <p className={`soft ${classes.none}`}>{t('mail.choose')}</p>;
  if (!data) return <div className={classes.open} />;
  return (
    <article className={classes.open}>
      <Anchor component={Link} to={'.' as '/'} search={{} as never} className={classes.back}>
        {t('common.back')}
      </Anchor>
      <h2>{data.subject}</h2>
      <p className="soft small">
        {data.to} · {dateTime(data.at)}
      </p>
      <MailView key={data.id} mail={data} />
    </article>
  );
}
