import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BorrowPlace, MyLibrary, MyLicense } from '../api/types.ts';
import { isComing } from '../license/coming.ts';
import { Empty } from '../ui/Empty.tsx';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { BorrowShelf } from './BorrowShelf.tsx';
import classes from './My.module.css';
import { MyCard } from './MyCard.tsx';
import { OfferCards } from './OfferCards.tsx';
import { byLastOpened, libraryQuery, myQuery } from './queries.ts';
import { WaitingShelf } from './WaitingShelf.tsx';

const nothing: MyLibrary = { borrow: [], waiting: [], requests: [] };

/** What may be borrowed: not what the person holds, waits for, or has asked for. */
const borrowable = ({ borrow, waiting, requests }: MyLibrary, licenses: MyLicense[]) => {
  const open = requests.filter(({ state }) => state === 'requested');
  const had = new Set([...licenses.filter((l) => l.active), ...waiting, ...open].map(({ courseId }) => courseId));
  return borrow.filter(({ course }) => !had.has(course.id));
};

/** What the signed-in student holds, may borrow, and waits for; and what was held before. */
export function MyPage() {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const text = useErrorText();
  const query = useQuery(myQuery);
  const { data: library = nothing, error } = useQuery(libraryQuery);
  const licenses = query.data?.items ?? [];
  const places = borrowable(library, licenses);
  const active = licenses.filter((l) => l.active).sort(byLastOpened);
  const past = licenses.filter((l) => !l.active && !isComing(l));
  const shelves = places.length + library.waiting.length + library.requests.length > 0;
  const told = search.taken ? 'my.taken' : search.joined && `library.joined.${search.joined}`;
  return (
    <>
      <PageHead title={t('my.title')} text={t('my.lead')} />
      {told && (
        <Alert color="green" mb="lg" role="status">
          {t(told)}
        </Alert>
      )}
      {error && (
        <Alert color="clay" mb="lg" role="alert">
          {text(error)}
        </Alert>
      )}
      <OfferCards entries={library.waiting} />
      <ListBody
        query={query}
        rowHeight={160}
        rows={2}
        empty={shelves ? null : <Empty title={t('my.emptyTitle')} text={t('my.emptyText')} />}
      >
        {() => <Cards licenses={active} heading="h2" />}
      </ListBody>
      <WaitingShelf entries={library.waiting} requests={library.requests} />
      {query.data && <BorrowShelf places={places} />}
      <Shelf title={t('my.coming')} licenses={licenses.filter(isComing)} />
      <Shelf title={t('my.past')} licenses={past} again={places} />
    </>
  );
}

interface CardsProps {
  licenses: MyLicense[];
  heading: 'h2' | 'h3';
  /** What may be borrowed now. */
  again?: BorrowPlace[];
}

const Cards = ({ licenses, heading, again = [] }: CardsProps) => (
  <ul className={classes.cards}>
    {licenses.map((l) => (
      <MyCard heading={heading} key={l.licenseId} license={l} again={again.find(({ linkId }) => linkId === l.linkId)} />
    ))}
  </ul>
);

function Shelf({ title, licenses, again = [] }: Omit<CardsProps, 'heading'> & { title: string }) {
  if (licenses.length === 0) return null;
  return (
    <section>
      <h2 className={classes.past}>{title}</h2>
      <Cards licenses={licenses} heading="h3" again={again} />
    </section>
  );
}
