import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { PageTabs } from '../ui/PageTabs.tsx';
import { requestsQuery, waitingQuery } from './queries.ts';

const COUNTED = { page: 1, pageSize: 10 };

/** The licenses, who waits for one, and who asks for one. */
export function LicenseTabs() {
  const { t } = useTranslation();
  const { id } = useManager();
  const waiting = useQuery(waitingQuery(id, COUNTED));
  const requests = useQuery(requestsQuery(id, { ...COUNTED, state: 'requested' }));
  return (
    <PageTabs
      label={t('waiting.pages')}
      tabs={[
        { to: `/m/${id}/licenses`, label: t('nav.licenses') },
        { to: `/m/${id}/licenses/waiting`, label: t('waiting.title'), count: waiting.data?.total },
        { to: `/m/${id}/licenses/requests`, label: t('request.title'), count: requests.data?.total },
      ]}
    />
  );
}
