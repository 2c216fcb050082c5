import { Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.ts';
import { kinds } from '../event/kinds.ts';
import { type FormFaults, useFaults } from '../ui/useFaults.ts';
import type { WebhookTerms } from './queries.ts';
import classes from './Webhook.module.css';
import { useKindName } from './words.ts';

export const formats = ['standard', 'slack', 'teams'] as const satisfies readonly Webhook['format'][];
const groups = [...new Set(kinds.map((kind) => kind.split('.', 1)[0] ?? ''))];

/** A webhook as it is being filled in. */
export interface WebhookDraft extends WebhookTerms {
  /** All events, also of kinds that come later. */
  all: boolean;
}

export const newDraft: WebhookDraft = { url: '', events: [], all: true, description: '', format: 'standard' };

export const draftOf = ({ url, events, description, format }: Webhook): WebhookDraft => {
  const all = events.includes('*');
  return { url, description, format, all, events: all ? [] : events };
};

export const termsOf = ({ all, ...draft }: WebhookDraft): WebhookTerms => ({
  ...draft,
  url: draft.url.trim(),
  description: draft.description.trim(),
  events: all ? ['*'] : draft.events,
});

type Field = 'url' | 'events' | 'description' | 'format';

/** What is wrong with it, before and after it was sent. */
export function useWebhookFaults({ url, all, events }: WebhookDraft, error: unknown): FormFaults<Field> {
  const { t } = useTranslation();
  const faults = {
    url: !url.trim() && t('form.needed'),
    events: !all && events.length === 0 && t('webhook.eventsNeeded'),
    description: null,
    format: null,
  };
  return useFaults<Field>(faults, error);
}

interface Props {
  draft: WebhookDraft;
  onDraft: (draft: WebhookDraft) => void;
  faults: FormFaults<Field>;
}

/** The fields of a webhook, new or known. */
export function WebhookFields({ draft, onDraft, faults }: Props) {
  const { t } = useTranslation();
  const change = (next: Partial<WebhookDraft>) => onDraft({ ...draft, ...next });
  return (
    <>
      <TextInput
        label={t('webhook.url')}
        description={t('webhook.urlHint')}
        required
        type="url"
        maxLength={2000}
        placeholder="https://hr.example.com/carrel"
        value={draft.url}
        onChange={(e) => change({ url: e.currentTarget.value })}
        error={faults.of('url')}
        data-autofocus
      />
      <TextInput
        mt="md"
        label={t('webhook.description')}
        description={t('webhook.descriptionHint')}
        maxLength={500}
        value={draft.description}
        onChange={(e) => change({ description: e.currentTarget.value })}
        error={faults.of('description')}
      />
      <NativeSelect
        mt="md"
        label={t('webhook.format')}
        description={t(`webhook.formatHints.${draft.format}`)}
        value={draft.format}
        data={formats.map((value) => ({ value, label: t(`webhook.formats.${value}`) }))}
        onChange={(e) => change({ format: e.currentTarget.value as Webhook['format'] })}
        error={faults.of('format')}
      />
      <Radio.Group
        mt="md"
        label={t('webhook.events')}
        value={draft.all ? 'all' : 'some'}
        onChange={(value) => change({ all: value === 'all' })}
      >
        <Radio mt="xs" value="all" label={t('webhook.allEvents')} description={t('webhook.allEventsHint')} />
        <Radio mt="xs" value="some" label={t('webhook.onlySome')} />
      </Radio.Group>
      {!draft.all && (
        <KindChoice value={draft.events} onChange={(events) => change({ events })} error={faults.of('events')} />
      )}
    </>
  );
}

interface KindChoiceProps {
  value: string[];
  onChange: (kinds: string[]) => void;
  error: string | undefined;
}

/** The kinds of events, by what they are about. */
function KindChoice({ value, onChange, error }: KindChoiceProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  return (
    <Checkbox.Group mt="sm" aria-label={t('webhook.kinds')} value={value} onChange={onChange} error={error}>
      <div className={classes.kinds}>
        {groups.map((group) => (
          <fieldset key={group} className={classes.group}>
            <legend>{t(`webhook.groups.${group}`)}</legend>
            {kinds
              .filter((kind) => kind.startsWith(`${group}.`))
              .map((kind) => (
                <Checkbox key={kind} value={kind} label={nameOf(kind)} aria-invalid={Boolean(error)} />
              ))}
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  );
}
