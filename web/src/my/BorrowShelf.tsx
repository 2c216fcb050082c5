import { useTranslation } from 'react-i18next';
import type { BorrowPlace } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import { usePageSearch } from '../ui/search.ts';
import { AskDialog } from './AskDialog.tsx';
import { actionOf, BorrowButton } from './BorrowButton.tsx';
import classes from './My.module.css';

/** The libraries of links that the person has used, or that are listed for everybody with such an address. */
export function BorrowShelf({ places }: { places: BorrowPlace[] }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const asked = search.dialog === 'ask' && places.find(({ linkId }) => linkId === search.link);
  if (places.length === 0) return null;
  return (
    <section>
      <h2 className={classes.past}>{t('library.borrowTitle')}</h2>
      <ul className={classes.rows}>
        {places.map((place) => (
          <Place key={place.linkId} place={place} />
        ))}
      </ul>
      {asked && <AskDialog place={asked} onClose={() => change({ dialog: undefined, link: undefined })} />}
    </section>
  );
}

function Place({ place }: { place: BorrowPlace }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { course, manager, state, free, waiting } = place;
  const seats = [
    t('library.free', { count: free, number: number(free) }),
    waiting > 0 && t('library.waiting', { count: waiting, number: number(waiting) }),
  ];
  return (
    <li className={classes.row}>
      <div className={classes.rowWords}>
        <h3>
          <bdi>{course.title}</bdi>
        </h3>
        <p className="soft small">
          <bdi>{manager}</bdi> · <LoanTerm place={place} />
        </p>
        <p className="small">
          {state === 'open' || state === 'full'
            ? seats.filter(Boolean).join(' · ')
            : t(`library.state.${state}`, { manager })}
          {state === 'full' && actionOf(place) === null && ` · ${t('library.later')}`}
        </p>
      </div>
      <BorrowButton place={place} />
    </li>
  );
}

/** How long a loan lasts that begins now. */
function LoanTerm({ place: { validity, end } }: { place: BorrowPlace }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const values = { end: lastDay(end) };
  if (!validity) return t('library.untilEnd', values);
  return t('library.loan', { ...values, time: t(`link.validityUnits.${validity.unit}`, { count: validity.count }) });
}
