import { Alert, Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { toast, useFieldErrors } from '../ui/problem.ts';
import { HeldDaysField } from './HeldDaysField.tsx';
import { changeLink, type LinkTerms } from './queries.ts';
import { ValidityFields, validityOf, validityText } from './ValidityFields.tsx';

/** Changes what a link gives to those who come from now on, or pauses it. */
export default function EditLinkDialog({ link, onClose }: { link: EnrollLink; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [name, setName] = useState(link.name ?? '');
  const [licenses, setLicenses] = useState<number | string>(link.licenses);
  const [validity, setValidity] = useState(validityText(link.validity));
  const [heldDays, setHeldDays] = useState<number | string>(link.minHeldDays);
  const [paused, setPaused] = useState(link.paused);
  const errors = useFieldErrors();
  const change = useChange(
    (terms: LinkTerms) => changeLink(manager.id, link.id, terms),
    () => {
      toast(t('link.changedDone'));
      onClose();
    },
  );
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    const minHeldDays = Number(heldDays || 0);
    change.mutate({
      name: name.trim(),
      licenses: Number(licenses),
      validity: validityOf(validity),
      minHeldDays,
      paused,
    });
  };
  return (
    <Dialog title={t('link.editTitle', { course: link.course.title })} onClose={onClose} busy={change.isPending}>
      <form onSubmit={submit}>
        <Switch
          label={t('link.pausedLabel')}
          description={t('link.pausedHint')}
          checked={paused}
          onChange={(e) => setPaused(e.currentTarget.checked)}
        />
        <TextInput
          mt="md"
          label={t('link.name')}
          description={t('link.nameHint')}
          maxLength={200}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={problem.fields.name}
          data-autofocus
        />
        <NumberInput
          mt="md"
          required
          label={t('link.licenses')}
          description={t(link.transferable ? 'link.licensesHintNow' : 'link.licensesHintTotal')}
          min={1}
          allowDecimal={false}
          hideControls
          value={licenses}
          onChange={setLicenses}
          error={problem.fields.licenses}
        />
        <ValidityFields
          value={validity}
          onChange={setValidity}
          error={problem.fields.validity ?? problem.fields['validity/count']}
        />
        {link.autoReassign && (
          <HeldDaysField value={heldDays} onChange={setHeldDays} error={problem.fields.minHeldDays} />
        )}
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={licenses === ''}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
