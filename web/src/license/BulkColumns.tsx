import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ColumnUse, columnUses, type ListColumn } from '../api/types.ts';
import classes from './Bulk.module.css';

interface Props {
  columns: ListColumn[];
  disabled?: boolean;
  onChange: (uses: (ColumnUse | null)[]) => void;
}

const isUse = (text: string): text is ColumnUse => (columnUses as readonly string[]).includes(text);

/** What each column of a list is taken for, to be changed: nobody loses one unseen. */
export function BulkColumns({ columns, disabled = false, onChange }: Props) {
  const { t } = useTranslation();
  const choices = ['', ...columnUses].map((use) => ({ value: use, label: t(`bulk.uses.${use || 'none'}`) }));
  /** Two columns for one thing cannot be read: the one that had it gives it up. */
  const choose = (at: number, use: ColumnUse | null) =>
    onChange(columns.map((column, i) => (i === at ? use : column.as === use ? null : column.as)));
  return (
    <fieldset className={classes.columns}>
      <legend>{t('bulk.columns')}</legend>
      {columns.map((column, at) => (
        <NativeSelect
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          key={at}
          size="xs"
          label={<bdi>{column.title || t('bulk.columnNumber', { number: at + 1 })}</bdi>}
          description={column.compared ? t('bulk.compared') : undefined}
          data={choices}
          value={column.as ?? ''}
          disabled={disabled}
          onChange={(e) => choose(at, isUse(e.currentTarget.value) ? e.currentTarget.value : null)}
        />
      ))}
    </fieldset>
  );
}
