import { Alert } from '@mantine/core';
import type { FileRejection } from '@mantine/dropzone';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileDrop } from '../ui/FileDrop.tsx';
import { useFormat } from '../ui/format.ts';
import { IconFileUpload } from '../ui/icons.ts';
import classes from './Bulk.module.css';
import type { ListDraft } from './BulkDialog.tsx';
import { decodeText } from './decode.ts';

const TYPES = {
  'text/csv': ['.csv', '.txt', '.tsv'],
  'text/plain': ['.csv', '.txt', '.tsv'],
  'text/tab-separated-values': ['.tsv'],
  'application/vnd.ms-excel': ['.csv'],
};

/** UTF-16 takes twice what is sent in the end. */
const LARGEST = 2 * 1024 * 1024;

interface Props {
  onList: (read: Pick<ListDraft, 'csv' | 'encoding'>, name: string) => void;
  /** Bytes of the largest file. */
  largest?: number;
}

/** Where a file with a list is dropped or chosen; it is read as bytes. */
export function ListDrop({ onList, largest = LARGEST }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [rejected, setRejected] = useState<FileRejection | null>(null);
  const large = rejected && rejected.file.size > largest ? rejected.file.size : null;
  const why = large
    ? t('bulk.tooLarge', { given: number(Math.ceil(large / 1024)), allowed: number(largest / 2 / 1024) })
    : t('bulk.dropRejected', { name: rejected?.file.name ?? '' });
  return (
    <>
      <FileDrop
        className={classes.drop}
        accept={TYPES}
        maxSize={largest}
        onDrop={async ([file]) => {
          setRejected(null);
          if (!file) return;
          const { text, encoding } = decodeText(new Uint8Array(await file.arrayBuffer()));
          onList({ csv: text, encoding }, file.name);
        }}
        onReject={([first]) => setRejected(first ?? null)}
      >
        <span className={classes.dropWords}>
          <IconFileUpload size={20} stroke={1.6} />
          {t('bulk.drop')}
        </span>
      </FileDrop>
      {rejected && (
        <Alert mt="md" color="clay" role="alert">
          {why}
        </Alert>
      )}
    </>
  );
}
