import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/Empty.tsx';
import { useErrorText } from '../ui/problem.ts';

/** A page that could not be shown: what happened, and what to do. */
export function PageFailed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const router = useRouter();
  return (
    <Empty first title={t('error.pageTitle')} text={text(error)}>
      <Button
        onClick={() => {
          void router.invalidate();
          location.reload();
        }}
      >
        {t('common.retry')}
      </Button>
    </Empty>
  );
}

/** An address without a page. */
export function PageMissing() {
  const { t } = useTranslation();
  return (
    <main>
      <Empty first title={t('error.missingTitle')} text={t('error.missingText')}>
        <Button component={Link} to={'/' as '/'}>
          {t('common.home')}
        </Button>
      </Empty>
    </main>
  );
}
