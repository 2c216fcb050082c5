import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import type { MyLicense } from '../api/types.ts';
import { toastError, useErrorText } from '../ui/problem.ts';
import { launch } from './queries.ts';

/** Opens the course of an active license, or says why it does not open and whom to ask. */
export function OpenCourse({ license: { licenseId, manager, title, launchable } }: { license: MyLicense }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const text = useErrorText();
  const why = (error: Error) => {
    const otherwise = text(error);
    if (!(error instanceof ApiError)) return otherwise;
    return t(`library.closed.${error.code}`, { manager, defaultValue: otherwise });
  };
  const open = useMutation({
    mutationFn: () => launch(licenseId),
    onSuccess: ({ url }) => location.assign(url),
    onError: async (error) => {
      toastError(why(error)); // the license may be among the earlier ones from now on
      await client.invalidateQueries({ queryKey: ['my'] });
    },
  });
  if (!launchable) return <p className="soft small">{t('library.closed.not_launchable', { manager })}</p>;
  return (
    <Button loading={open.isPending} aria-label={t('library.openOf', { course: title })} onClick={() => open.mutate()}>
      {t('library.open')}
    </Button>
  );
}
