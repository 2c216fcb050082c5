import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import { Cover } from '../ui/Cover.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { NewCourseDialog } from './NewCourseDialog.tsx';
import classes from './Publisher.module.css';
import { coursesQuery } from './queries.ts';

/** The publisher's courses. */
export function CoursesPage() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const list = (at: Search) => coursesQuery({ search: at.search, ...paging(at, 25) });
  const query = useQuery(list(search));
  const add = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => change({ dialog: 'new' }, { push: true })}>
      {t('publisher.newCourse')}
    </Button>
  );
  return (
    <ListAhead of={list}>
      <PageHead title={t('publisher.courses')} text={t('publisher.coursesLead')}>
        {add}
      </PageHead>
      <Toolbar>
        <SearchField label={t('license.search')} />
      </Toolbar>
      <ListBody
        query={query}
        rowHeight={120}
        rows={3}
        empty={
          search.search ? (
            <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />
          ) : (
            <Empty title={t('publisher.noCourses')} text={t('publisher.noCoursesText')}>
              {add}
            </Empty>
          )
        }
      >
        {(courses, total) => (
          <>
            <ul className={classes.courses}>
              {courses.map((c) => (
                <li key={c.id}>
                  <Cover title={c.title} className={classes.cover} />
                  <div>
                    <h2>{c.title}</h2>
                    <p className="soft small num">#{c.id}</p>
                  </div>
                </li>
              ))}
            </ul>
            <Pager total={total} standard={25} />
          </>
        )}
      </ListBody>
      {search.dialog === 'new' && <NewCourseDialog onClose={() => change({ dialog: undefined })} />}
    </ListAhead>
  );
}
