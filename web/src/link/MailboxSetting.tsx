import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChange, useManager } from '../shell/manager.ts';
import { toastError, useErrorText } from '../ui/problem.ts';
import { changeSettings, settingsQuery } from './queries.ts';

/** Whether links give one license of a course per mailbox, whatever is added to the address. */
export function MailboxSetting() {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const { data } = useQuery(settingsQuery(manager.id));
  const change = useChange((onePerMailbox: boolean) => changeSettings(manager.id, { onePerMailbox }));
  if (!data) return null;
  return (
    <Switch
      mt="lg"
      label={t('link.onePerMailbox')}
      description={t('link.onePerMailboxHint')}
      checked={change.isPending ? change.variables : data.onePerMailbox}
      disabled={change.isPending || !manager.canChange}
      onChange={(e) => change.mutate(e.currentTarget.checked, { onError: (error) => toastError(text(error)) })}
    />
  );
}
