import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './CopyField.module.css';
import { IconCheck, IconCopy } from './icons.ts';

interface Props {
  value: string;
  label: string;
  /** Shows all of it, over several lines. */
  wrap?: boolean;
}

/** Text to take away, with a button that takes it. */
export function CopyField({ value, label, wrap = false }: Props) {
  const { t } = useTranslation();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  return (
    <div className={classes.field}>
      {wrap ? (
        <textarea readOnly rows={Math.ceil(value.length / 40)} value={value} aria-label={label} />
      ) : (
        <input readOnly value={value} aria-label={label} />
      )}
      <Button
        size="xs"
        variant="light"
        onClick={() => copy(value)}
        aria-label={`${t(copied ? 'common.copied' : 'common.copy')}: ${label}`}
        leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
      >
        <span aria-live="polite">{t(copied ? 'common.copied' : 'common.copy')}</span>
      </Button>
    </div>
  );
}
