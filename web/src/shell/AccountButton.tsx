import { UnstyledButton, type UnstyledButtonProps, VisuallyHidden } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types.ts';
import { Initials } from '../ui/Initials.tsx';
import own from './AccountMenu.module.css';
import classes from './PlaceMenu.module.css';

interface Props extends UnstyledButtonProps, Omit<ComponentPropsWithRef<'button'>, keyof UnstyledButtonProps> {
  user: NonNullable<Session['user']>;
}

/** The person who is signed in: what opens the menu of the account, and stands there while that is fetched. */
export function AccountButton({ user, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <UnstyledButton {...rest} className={`${classes.place} ${classes.button} ${own.button}`}>
      <VisuallyHidden>{t('account.menu')}</VisuallyHidden>
      <Initials name={user.name} />
      <span className={`${classes.words} ${own.words}`}>
        <bdi className={classes.name}>{user.name}</bdi>
        <bdi className={`${classes.kind} clip`}>{user.email}</bdi>
      </span>
    </UnstyledButton>
  );
}
