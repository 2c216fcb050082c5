import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MyEntry } from '../api/types.ts';
import { useWrite } from '../api/useWrite.ts';
import { useFormat } from '../ui/format.ts';
import { toast, useReport } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { LeaveButton } from './LeaveButton.tsx';
import classes from './My.module.css';
import { acceptOffer } from './queries.ts';

/** What is held for the person: it has to be accepted in time. */
export function OfferCards({ entries }: { entries: MyEntry[] }) {
  const offers = entries.filter(({ state }) => state === 'offered');
  if (offers.length === 0) return null;
  return (
    <ul className={classes.rows}>
      {offers.map((entry) => (
        <Offer key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

function Offer({ entry }: { entry: MyEntry }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const report = useReport();
  const accept = useWrite(acceptOffer, ['my'], () => toast(t('my.taken')));
  const { id, title, manager, offeredUntil } = entry;
  return (
    <li className={classes.row} data-offer>
      <div className={classes.rowWords}>
        <h2>
          <Sentence text="library.turn" values={{ course: title }} />
        </h2>
        <p className="soft small">
          <bdi>{manager}</bdi>
        </p>
        <p className="small">{offeredUntil && t('library.heldUntil', { until: dateTime(offeredUntil) })}</p>
      </div>
      <LeaveButton entry={entry} />
      <Button
        loading={accept.isPending}
        aria-label={t('library.acceptOf', { course: title })}
        onClick={() => accept.mutate(id, { onError: report })}
      >
        {t('library.accept')}
      </Button>
    </li>
  );
}
