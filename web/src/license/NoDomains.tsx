import { Alert, type AlertProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { meQuery } from './queries.ts';

/** Says why transferable licenses can go to nobody, and whom to ask. */
export function NoDomains(props: Pick<AlertProps, 'mt' | 'mb'>) {
  const { t } = useTranslation();
  const { data } = useQuery(meQuery(useManager().id));
  if (!data || data.transferableLicenses === 0 || data.allowedDomainsForTransferableLicenses.length > 0) return null;
  return (
    <Alert color="brass" {...props} title={t('license.noDomainsTitle')}>
      {t('license.noDomainsText')}
    </Alert>
  );
}
