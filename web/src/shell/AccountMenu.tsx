import { Menu } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut, useSession } from '../account/session.ts';
import { base } from '../api/base.ts';
import type { Session } from '../api/types.ts';
import { chooseLanguage, languages } from '../i18n/i18n.ts';
import { IconCheck, IconLogout, IconMail, IconSettings } from '../ui/icons.ts';
import { AccountButton } from './AccountButton.tsx';
import { SchemeSwitch } from './SchemeSwitch.tsx';

interface Props {
  user: NonNullable<Session['user']>;
  mailbox: boolean;
}

/** The person: settings, language, light or dark, sign out. */
export function AccountMenu({ user, mailbox }: Props) {
  const { t } = useTranslation();
  const router = useRouter();
  const leave = async () => {
    await signOut();
    await router.navigate({ to: '/sign-in' as '/' });
  };
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <AccountButton user={user} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={'/account' as '/'} leftSection={<IconSettings size={17} stroke={1.6} />}>
          {t('account.settings')}
        </Menu.Item>
        {mailbox && (
          <Menu.Item component={Link} to={'/mail' as '/'} leftSection={<IconMail size={17} stroke={1.6} />}>
            {t('mail.title')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <SchemeSwitch />
        <Menu.Divider />
        <Menu.Item component="a" href={`${base}/THIRD_PARTY_NOTICES.txt`}>
          {t('common.notices')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={17} stroke={1.6} />} onClick={leave}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LanguageItems() {
  const { i18n } = useTranslation();
  const offered = useSession().brand.languages;
  return languages
    .filter(({ id }) => offered.includes(id))
    .map((l) => (
      <Menu.Item
        key={l.id}
        lang={l.id}
        onClick={() => chooseLanguage(l.id)}
        rightSection={i18n.language === l.id ? <IconCheck size={16} /> : undefined}
      >
        {l.name}
      </Menu.Item>
    ));
}
