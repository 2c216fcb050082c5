import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { PolicyField } from '../license/PolicyField.tsx';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import { HeldDaysField } from './HeldDaysField.tsx';
import { changeLink, type LinkTerms } from './queries.ts';
import { type RulesDraft, RulesFields, rulesOf } from './RulesFields.tsx';
import { ValidityFields, validityOf, validityText } from './ValidityFields.tsx';

/** Changes what a link gives to those who come from now on, or pauses it. */
export default function EditLinkDialog({ link, onClose }: { link: EnrollLink; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [name, setName] = useState(link.name ?? '');
  const [licenses, setLicenses] = useState<number | string>(link.licenses);
  const [validity, setValidity] = useState(validityText(link.validity));
  const [heldDays, setHeldDays] = useState<number | string>(link.minHeldDays);
  const [policy, setPolicy] = useState(link.recyclePolicy);
  const [rules, setRules] = useState<RulesDraft>({
    whenFull: link.whenFull,
    approval: link.approval,
    listed: link.listed,
    extensions: link.extensions,
  });
  const [paused, setPaused] = useState(link.paused);
  const change = useChange(
    (terms: LinkTerms) => changeLink(manager.id, link.id, terms),
    () => {
      toast(t('link.changedDone'));
      onClose();
    },
  );
  const faults = useFaults(
    {
      name: null,
      licenses: licenses === '' && t('form.needed'),
      validity: null,
      minHeldDays: link.autoReassign && heldDays === '' && t('form.needed'),
      extensions: rules.extensions === '' && t('form.needed'),
    },
    change.error,
  );
  const submit = faults.send(() =>
    change.mutate({
      name: name.trim(),
      licenses: Number(licenses),
      validity: validityOf(validity),
      minHeldDays: Number(heldDays),
      recyclePolicy: policy,
      paused,
      ...rulesOf(rules),
    }),
  );
  return (
    <Dialog title={t('link.editTitle', { course: link.course.title })} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
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
          error={faults.of('name')}
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
          error={faults.of('licenses')}
        />
        <ValidityFields value={validity} onChange={setValidity} error={faults.of('validity')} />
        <RulesFields value={rules} timed={validity.count !== ''} error={faults.of('extensions')} onChange={setRules} />
        {link.autoReassign && <PolicyField label={t('link.policy')} value={policy} onChange={setPolicy} />}
        {link.autoReassign && (
          <HeldDaysField value={heldDays} onChange={setHeldDays} error={faults.of('minHeldDays')} />
        )}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
