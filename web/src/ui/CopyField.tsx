import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './CopyField.module.css';

/** Text to take away, with a button that takes it. */
export function CopyField({ value, label, wrap = false }: { value: string; label: string; wrap?: boolean }) {
  const { t } = useTranslation();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  return (
    <div className={classes.field}>
      <code className={wrap ? classes.wrap : classes.line} tabIndex={0} role="textbox" aria-readonly="true" aria-label={label}>{value}</code>
      <Button
        size="xs" variant="light" onClick={() => copy(value)} aria-label={`${t('common.copy')}: ${label}`}
        leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
      >
        <span aria-live="polite">{copied ? t('common.copied') : t('common.copy')}</span>
      </Button>
    </div>
  );
}
