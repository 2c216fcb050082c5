import { Badge, Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageSearch } from '../ui/search.ts';
import classes from './Account.module.css';
import { Section } from './Section.tsx';

const TwoFactorDialog = lazy(() => import('./TwoFactorDialog.tsx'));
const BackupCodesDialog = lazy(() => import('./BackupCodesDialog.tsx'));
const TwoFactorOffDialog = lazy(() => import('./TwoFactorOffDialog.tsx'));

/** Whether a code is asked for beside the password. */
export function TwoFactorSection({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const open = (dialog: string) => () => change({ dialog }, { push: true });
  const close = () => change({ dialog: undefined });
  return (
    <Section title={t('account.twoFactor')} text={t('account.twoFactorHint')}>
      <div className={classes.buttons}>
        <Badge variant="light" color={enabled ? 'green' : 'gray'} size="lg">
          {t(enabled ? 'account.on' : 'account.off')}
        </Badge>
        {!enabled && (
          <Button variant="default" onClick={open('two-factor')}>
            {t('account.twoFactorOn')}
          </Button>
        )}
        {enabled && (
          <Button variant="default" onClick={open('codes')}>
            {t('account.newCodes')}
          </Button>
        )}
        {enabled && (
          <Button variant="subtle" color="clay" onClick={open('off')}>
            {t('account.twoFactorOff')}
          </Button>
        )}
      </div>
      <Suspense>
        {search.dialog === 'two-factor' && <TwoFactorDialog onClose={close} />}
        {search.dialog === 'codes' && enabled && <BackupCodesDialog onClose={close} />}
        {search.dialog === 'off' && enabled && <TwoFactorOffDialog onClose={close} />}
      </Suspense>
    </Section>
  );
}
