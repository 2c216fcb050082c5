import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Encoding } from './decode.ts';

/** Says where a file was not UTF-8, so that accents are looked at. */
export function EncodingNote({ encoding }: { encoding: Encoding }) {
  const { t } = useTranslation();
  if (encoding === 'utf-8') return null;
  const name = encoding === 'windows-1252' ? 'Windows-1252' : 'UTF-16';
  return (
    <Alert mt="sm" color="clay">
      {t(encoding === 'windows-1252' ? 'bulk.readAsGuess' : 'bulk.readAs', { name })}
    </Alert>
  );
}
