import { Button } from '@mantine/core';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import type { MyLicense } from '../api/types.ts';
import { useWrite } from '../api/useWrite.ts';
import { useFormat } from '../ui/format.ts';
import { toast, toastError, useErrorText } from '../ui/problem.ts';
import { extendLicense } from './queries.ts';

/** Makes a loan longer by its time, as often as its link lets; refused while somebody waits. */
export function ExtendButton({ license: { licenseId, title, end, extensions } }: { license: MyLicense }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const text = useErrorText();
  const extend = useWrite(extendLicense, ['my'], (license) =>
    toast(t('library.extended', { end: lastDay(license.end) })),
  );
  const refused = (error: Error) => {
    const waits = error instanceof ApiError && error.code === 'somebody_waits';
    toastError(waits ? t('library.somebodyWaits', { end: lastDay(end) }) : text(error));
  };
  const words = t('library.extend', { count: extensions });
  if (extensions === 0) return null;
  return (
    <Button
      size="xs"
      variant="default"
      loading={extend.isPending}
      aria-label={`${words}: ${title}`}
      onClick={() => extend.mutate(licenseId, { onError: refused })}
    >
      {words}
    </Button>
  );
}
