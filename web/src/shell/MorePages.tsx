import { Menu, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconDots } from '../ui/icons.ts';
import type { NavEntry } from './links.ts';
import classes from './Nav.module.css';

/** The pages that find no room at the bottom of a phone. */
export function MorePages({ entries }: { entries: NavEntry[] }) {
  const { t } = useTranslation();
  const pathname = useLocation({ select: (l) => l.pathname });
  return (
    <Menu position="top-end" width={200}>
      <Menu.Target>
        <UnstyledButton
          className={classes.tab}
          data-status={entries.some((e) => pathname === e.to) ? 'active' : undefined}
        >
          <IconDots size={21} stroke={1.6} />
          <span>{t('nav.more')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ to, label, Icon }) => (
          <Menu.Item key={to} component={Link} to={to as '/'} leftSection={<Icon size={18} stroke={1.6} />}>
            {t(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
