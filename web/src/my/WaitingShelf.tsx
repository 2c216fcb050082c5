import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MyEntry, MyRequest } from '../api/types.ts';
import { useWrite } from '../api/useWrite.ts';
import { useFormat } from '../ui/format.ts';
import { toast, useReport } from '../ui/problem.ts';
import { LeaveButton } from './LeaveButton.tsx';
import classes from './My.module.css';
import { withdrawRequest } from './queries.ts';

/** What the person waits for, and what they have asked for. */
export function WaitingShelf({ entries, requests }: { entries: MyEntry[]; requests: MyRequest[] }) {
  const { t } = useTranslation();
  const waiting = entries.filter(({ state }) => state === 'waiting');
  const told = requests.filter(({ state }) => state !== 'approved' && state !== 'withdrawn');
  if (waiting.length + told.length === 0) return null;
  return (
    <section>
      <h2 className={classes.past}>{t('library.waitingTitle')}</h2>
      <ul className={classes.rows}>
        {waiting.map((entry) => (
          <Waiting key={entry.id} entry={entry} />
        ))}
        {told.map((request) => (
          <Asked key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Waiting({ entry }: { entry: MyEntry }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const { title, manager, position, expected } = entry;
  return (
    <li className={classes.row}>
      <div className={classes.rowWords}>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <p className="soft small">
          <bdi>{manager}</bdi>
        </p>
        <p className="small">
          {position !== null && t('library.place', { place: position })}
          {expected && ` · ${t('library.expected', { date: date(expected) })}`}
        </p>
      </div>
      <LeaveButton entry={entry} />
    </li>
  );
}

function Asked({ request: { id, title, manager, state, since, decided, reason } }: { request: MyRequest }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const report = useReport();
  const withdraw = useWrite(withdrawRequest, ['my'], () => toast(t('library.withdrawn')));
  return (
    <li className={classes.row}>
      <div className={classes.rowWords}>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <p className="soft small">
          <bdi>{manager}</bdi>
        </p>
        <p className="small">{t(`library.request.${state}`, { date: date(decided ?? since) })}</p>
        {reason && (
          <p className="small" dir="auto">
            {reason}
          </p>
        )}
      </div>
      {state === 'requested' && (
        <Button
          variant="default"
          loading={withdraw.isPending}
          aria-label={t('library.withdrawOf', { course: title })}
          onClick={() => withdraw.mutate(id, { onError: report })}
        >
          {t('library.withdraw')}
        </Button>
      )}
    </li>
  );
}
