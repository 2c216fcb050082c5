import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { PageTabs } from '../ui/PageTabs.tsx';

/** The pages for programs: by which they call, and by which they are called. */
export function ApiTabs() {
  const { t } = useTranslation();
  const { id } = useManager();
  return (
    <PageTabs
      label={t('token.pages')}
      tabs={[
        { to: `/m/${id}/api`, label: t('token.tokens') },
        { to: `/m/${id}/api/webhooks`, label: t('webhook.title') },
      ]}
    />
  );
}
