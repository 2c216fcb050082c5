import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isComing } from '../license/coming.ts';
import { Empty } from '../ui/Empty.tsx';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { usePageSearch } from '../ui/search.ts';
import classes from './My.module.css';
import { MyCard } from './MyCard.tsx';
import { byLastOpened, myQuery } from './queries.ts';

/** The courses that the signed-in student holds, and those held before. */
export function MyPage() {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const query = useQuery(myQuery);
  return (
    <>
      <PageHead title={t('my.title')} text={t('my.lead')} />
      {search.taken && (
        <Alert color="green" mb="lg" role="status">
          {t('my.taken')}
        </Alert>
      )}
      <ListBody
        query={query}
        rowHeight={160}
        rows={2}
        empty={<Empty title={t('my.emptyTitle')} text={t('my.emptyText')} />}
      >
        {(licenses) => {
          const coming = licenses.filter(isComing);
          const past = licenses.filter((l) => !l.active && !isComing(l));
          return (
            <>
              <ul className={classes.cards}>
                {licenses
                  .filter((l) => l.active)
                  .sort(byLastOpened)
                  .map((l) => (
                    <MyCard heading="h2" key={l.licenseId} license={l} />
                  ))}
              </ul>
              {coming.length > 0 && (
                <>
                  <h2 className={classes.past}>{t('my.coming')}</h2>
                  <ul className={classes.cards}>
                    {coming.map((l) => (
                      <MyCard heading="h3" key={l.licenseId} license={l} />
                    ))}
                  </ul>
                </>
              )}
              {past.length > 0 && <h2 className={classes.past}>{t('my.past')}</h2>}
              <ul className={classes.cards}>
                {past.map((l) => (
                  <MyCard heading="h3" key={l.licenseId} license={l} />
                ))}
              </ul>
            </>
          );
        }}
      </ListBody>
    </>
  );
}
