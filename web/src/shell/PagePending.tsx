import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './PagePending.module.css';

/** The outline of a page while its code arrives. */
export function PagePending() {
  const { t } = useTranslation();
  return (
    <div className={classes.page} role="status" aria-label={t('common.loading')}>
      <Skeleton height={36} width={220} />
      <Skeleton height={16} width={340} maw="100%" />
      <Skeleton height={180} mt="lg" />
      <Skeleton height={180} />
    </div>
  );
}
