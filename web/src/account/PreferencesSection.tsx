import { Alert, NativeSelect, Skeleton, Stack } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send } from '../api/app.ts';
import type { Preferences } from '../api/types.ts';
import { chooseLanguage, type Language, languages } from '../i18n/i18n.ts';
import { toast, useErrorText } from '../ui/problem.ts';
import { TimeZoneSelect } from '../ui/TimeZoneSelect.tsx';
import { Section } from './Section.tsx';
import { useSession } from './session.ts';

const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: ({ signal }) => get('/api/app/my/preferences', { signal }),
});

/** In which language and time zone mails to the person are written. */
export function PreferencesSection() {
  const { t } = useTranslation();
  const text = useErrorText();
  const client = useQueryClient();
  const offered = useSession().brand.languages;
  const { data, error } = useQuery(preferencesQuery);
  const change = useMutation({
    mutationFn: (body: Partial<Omit<Preferences, 'used'>>) => send('patch', '/api/app/my/preferences', { body }),
    onSuccess: async (saved, { language }) => {
      client.setQueryData(preferencesQuery.queryKey, saved);
      if (language) await chooseLanguage(language);
      toast(t('account.preferencesSaved'));
    },
  });
  const failed = error ?? change.error;
  const name = languages.find(({ id }) => id === data?.used.language)?.name;
  const asBrowser = (what: string | undefined | null) =>
    what ? t('account.asBrowserNow', { what: what.replaceAll('_', ' ') }) : t('account.asBrowser');
  return (
    <Section title={t('account.preferences')} text={t('account.preferencesHint')}>
      {failed && (
        <Alert color="clay" role="alert">
          {text(failed)}
        </Alert>
      )}
      {!data && !failed && <Skeleton height={130} />}
      {data && (
        <Stack>
          <NativeSelect
            label={t('account.language')}
            value={data.language ?? ''}
            disabled={change.isPending}
            data={[
              { value: '', label: asBrowser(data.language ? null : name) },
              ...languages.filter(({ id }) => offered.includes(id)).map((l) => ({ value: l.id, label: l.name })),
            ]}
            onChange={(e) => change.mutate({ language: (e.currentTarget.value || null) as Language | null })}
          />
          <TimeZoneSelect
            label={t('account.timeZone')}
            value={data.timeZone ?? ''}
            disabled={change.isPending}
            none={asBrowser(data.timeZone ? null : data.used.timeZone)}
            onChange={(zone) => change.mutate({ timeZone: zone || null })}
          />
        </Stack>
      )}
    </Section>
  );
}
