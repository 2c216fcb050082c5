import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './Account.module.css';

/** Codes for the day the phone is lost. */
export function BackupCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  return (
    <div className={classes.stack}>
      <p>{t('twoFactor.codesLead')}</p>
      <ul className={classes.codes}>
        {codes.map((c) => (
          <li key={c}>
            <code>{c}</code>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => copy(codes.join('\n'))}>
        <span aria-live="polite">{copied ? t('common.copied') : t('twoFactor.copyCodes')}</span>
      </Button>
    </div>
  );
}
