import { Alert, NativeSelect, Skeleton, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from '../account/Account.module.css';
import { Section } from '../account/Section.tsx';
import { type Language, languages } from '../i18n/i18n.ts';
import { MailboxSetting } from '../link/MailboxSetting.tsx';
import { changeSettings, type SettingsChanges, settingsQuery } from '../link/queries.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { toast, useErrorText } from '../ui/problem.ts';
import { TimeZoneSelect } from '../ui/TimeZoneSelect.tsx';

const kinds = ['poolNearlyFull', 'poolFull', 'poolEnds', 'newPool', 'undelivered', 'weeklyDigest'] as const;

/** Which mails the member gets, and in which language the manager's people are written to. */
export function SettingsPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const { data, error } = useQuery(settingsQuery(manager.id));
  const change = useChange(
    (body: SettingsChanges) => changeSettings(manager.id, body),
    () => toast(t('settings.saved')),
  );
  const failed = error ?? change.error;
  return (
    <>
      <PageHead title={t('settings.title')} text={t('settings.lead')} />
      {failed && (
        <Alert color="clay" role="alert" mb="lg">
          {text(failed)}
        </Alert>
      )}
      {!data && <Skeleton height={240} />}
      {data && (
        <div className={classes.sections}>
          <Section title={t('settings.mails')} text={t('settings.mailsHint')}>
            <Stack>
              {kinds.map((kind) => (
                <Switch
                  key={kind}
                  label={t(`settings.kinds.${kind}`)}
                  checked={data.mails[kind]}
                  disabled={change.isPending}
                  onChange={(e) => change.mutate({ mails: { [kind]: e.currentTarget.checked } })}
                />
              ))}
            </Stack>
          </Section>
          {manager.canChange && (
            <Section title={t('settings.others')} text={t('settings.languageHint')}>
              <Stack>
                <NativeSelect
                  label={t('settings.language')}
                  value={data.language}
                  disabled={change.isPending}
                  data={languages.map((l) => ({ value: l.id, label: l.name }))}
                  onChange={(e) => change.mutate({ language: e.currentTarget.value as Language })}
                />
                <TimeZoneSelect
                  label={t('settings.timeZone')}
                  value={data.timeZone}
                  disabled={change.isPending}
                  onChange={(timeZone) => change.mutate({ timeZone })}
                />
              </Stack>
            </Section>
          )}
          {manager.canChange && (
            <Section title={t('settings.links')} text={t('settings.linksHint')}>
              <MailboxSetting />
            </Section>
          )}
        </div>
      )}
    </>
  );
}
