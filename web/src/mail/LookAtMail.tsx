import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMailbox, useMailTo } from './mailbox.ts';

/** Leads to the mail that was just sent to an address, where this server keeps its mails and shows them here. */
export function LookAtMail({ email }: { email: string }) {
  const { t } = useTranslation();
  const { shown } = useMailbox();
  const mail = useMailTo(email);
  if (!shown) return null;
  return (
    <Button component={Link} to={'/mail' as '/'} search={(mail ? { open: mail.id } : {}) as never}>
      {t(mail ? 'mail.openIt' : 'mail.openMailbox')}
    </Button>
  );
}
