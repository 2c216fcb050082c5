import { NativeSelect, Pagination } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAhead } from './ahead.tsx';
import { useFormat } from './format.ts';
import classes from './Pager.module.css';
import { paging, usePageSearch } from './search.ts';

/** The foot of a list: where one is in it, other pages, how many at a time. */
export function Pager({ total, standard = 10 }: { total: number; standard?: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [search, change] = usePageSearch();
  const ahead = useAhead();
  const { page, pageSize } = paging(search, standard);
  const pages = Math.ceil(total / pageSize);
  if (total <= 10) return null;
  const to = (p: number) => ({ page: p === 1 ? undefined : String(p) });
  const from = (page - 1) * pageSize + 1;
  return (
    <nav className={classes.pager} aria-label={t('pager.label')}>
      <span className="soft num small">
        {t('pager.range', {
          from: number(from),
          to: number(Math.min(total, from + pageSize - 1)),
          total: number(total),
        })}
      </span>
      {pages > 1 && (
        <Pagination
          size="sm"
          total={pages}
          value={page}
          siblings={1}
          withEdges={false}
          onChange={(p) => change(to(p), { push: true })}
          getItemProps={(p) => ({ 'aria-label': t('pager.page', { page: p }), ...ahead(to(p)) })}
          getControlProps={(c) => ({
            'aria-label': t(`pager.${c}`),
            ...ahead(to(c === 'next' ? Math.min(page + 1, pages) : Math.max(page - 1, 1))),
          })}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t('pager.size')}
        value={String(pageSize)}
        data={[10, 25, 50, 100].map((n) => ({ value: String(n), label: t('pager.perPage', { count: n }) }))}
        onChange={(e) =>
          change({
            pageSize: e.currentTarget.value === String(standard) ? undefined : e.currentTarget.value,
            page: undefined,
          })
        }
      />
    </nav>
  );
}
