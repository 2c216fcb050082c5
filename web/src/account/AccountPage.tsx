import { useTranslation } from 'react-i18next';
import { PageHead } from '../ui/PageHead.tsx';
import classes from './Account.module.css';
import { HistorySection } from './HistorySection.tsx';
import { NameForm } from './NameForm.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { PreferencesSection } from './PreferencesSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';
import { useSession } from './session.ts';
import { TrustedDevicesSection } from './TrustedDevicesSection.tsx';
import { TwoFactorSection } from './TwoFactorSection.tsx';

/** The person's own settings. */
export function AccountPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  if (!user) return null;
  return (
    <>
      <PageHead title={t('account.title')} text={user.email} />
      <div className={classes.sections}>
        <NameForm name={user.name} />
        <PreferencesSection />
        <PasswordSection />
        <TwoFactorSection enabled={user.twoFactorEnabled} />
        {user.twoFactorEnabled && <TrustedDevicesSection />}
        <SessionsSection />
        <HistorySection />
      </div>
    </>
  );
}
