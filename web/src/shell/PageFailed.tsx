import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { askServer } from '../account/session.ts';
import { Empty } from '../ui/Empty.tsx';
import { useErrorText } from '../ui/problem.ts';

/** A page that could not be shown: what happened, and what to do. It is loaded anew only once the server answers. */
export function PageFailed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const retry = useMutation({ mutationFn: () => askServer(), onSuccess: () => location.reload() });
  return (
    <Empty first title={t('error.pageTitle')} text={text(retry.error ?? error)}>
      <Button loading={retry.isPending} onClick={() => retry.mutate()}>
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
