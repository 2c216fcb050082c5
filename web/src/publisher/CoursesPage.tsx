import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import { type Search, usePageSearch } from '../ui/search.ts';
import { CourseCover } from './CourseCover.tsx';
import { NewCourseDialog } from './NewCourseDialog.tsx';
import classes from './Publisher.module.css';
import { PublisherList, pageAt } from './PublisherList.tsx';
import { To } from './parts.tsx';
import { coursesQuery } from './queries.ts';

/** The publisher's courses. */
export function CoursesPage() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const list = (at: Search) => coursesQuery(pageAt(at));
  const query = useQuery(list(search));
  return (
    <ListAhead of={list}>
      <PublisherList of="Course" searchLabel={t('license.search')} query={query} rowHeight={120} rows={3}>
        {(courses) => (
          <ul className={classes.courses}>
            {courses.map((c) => (
              <li key={c.id}>
                <CourseCover course={c} className={classes.cover} />
                <div>
                  <h2>
                    <To to={`/publisher/courses/${c.id}`}>{c.title}</To>
                  </h2>
                  <p className="soft small num">#{c.id}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </PublisherList>
      {search.dialog === 'new' && <NewCourseDialog onClose={() => change({ dialog: undefined })} />}
    </ListAhead>
  );
}
