import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import { useReport } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { ProductDialog } from './OrderDialogs.tsx';
import { deleteProduct, productsQuery } from './orders.ts';
import { DataTable, Loaded, Part, To, useStaff } from './parts.tsx';
import { all, coursesQuery, usePublish } from './queries.ts';

/** What the products of shops stand for. */
export function Products() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { canChange } = useStaff();
  const [search, change] = usePageSearch();
  const report = useReport();
  const query = useQuery(productsQuery);
  const courses = useQuery(coursesQuery(all)).data?.items ?? [];
  const titleOf = (id: string) => courses.find((course) => course.id === id)?.title ?? `#${id}`;
  const remove = usePublish(([source, product]: [string, string]) => deleteProduct(source, product));
  const add = canChange && (
    <Button size="xs" variant="default" onClick={() => change({ dialog: 'product' }, { push: true })}>
      {t('console.products.new')}
    </Button>
  );
  return (
    <Part title={t('console.products.title')} action={add}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('console.products.none')}</p>
          ) : (
            <DataTable
              rows={items}
              keyOf={({ source, product }) => `${source} ${product}`}
              columns={[
                { label: 'console.products.product', head: true, cell: ({ product }) => <bdi>{product}</bdi> },
                { label: 'console.products.source', cell: ({ source }) => source },
                {
                  label: 'pool.course',
                  wide: true,
                  cell: ({ courseId }) => <To to={`/publisher/courses/${courseId}`}>{titleOf(courseId)}</To>,
                },
                { label: 'console.products.perUnit', cell: ({ licensesPerUnit }) => number(licensesPerUnit) },
              ]}
              actions={({ source, product }) =>
                canChange && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="clay"
                    onClick={() => remove.mutate([source, product], { onError: report })}
                    aria-label={`${t('common.delete')}: ${product}`}
                  >
                    {t('common.delete')}
                  </Button>
                )
              }
            />
          )
        }
      </Loaded>
      {search.dialog === 'product' && <ProductDialog onClose={() => change({ dialog: undefined })} />}
    </Part>
  );
}
