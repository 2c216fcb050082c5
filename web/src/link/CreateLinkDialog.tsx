import { Alert, Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PoolSelect } from '../license/PoolSelect.tsx';
import { usePoolChoices } from '../license/poolChoices.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import { HeldDaysField } from './HeldDaysField.tsx';
import classes from './Link.module.css';
import { createLink, type NewLink } from './queries.ts';
import { ValidityFields, validityOf, validityText } from './ValidityFields.tsx';

const fieldOf = { pool_not_running: 'poolId', not_found: 'poolId' };

/** Makes a link; afterwards shows it, ready to be sent. */
export default function CreateLinkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { courses, pools } = usePoolChoices();
  const [poolId, setPoolId] = useState('');
  const pool = pools.find((p) => String(p.id) === poolId) ?? pools[0];
  const [licenses, setLicenses] = useState<number | string>('');
  const [autoReassign, setAutoReassign] = useState(false);
  const [heldDays, setHeldDays] = useState<number | string>(1);
  const [validity, setValidity] = useState(validityText(null));
  const [name, setName] = useState('');
  const errors = useFieldErrors();
  const change = useChange((link: NewLink) => createLink(manager.id, link));
  const problem = change.error ? errors(change.error, fieldOf) : { fields: {} as Record<string, string>, form: null };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    if (pool)
      change.mutate({
        poolId: pool.id,
        licenses: Number(licenses),
        autoReassign: autoReassign && pool.transferable,
        validity: validityOf(validity),
        name: name.trim(),
        minHeldDays: Number(heldDays || 0),
      });
  };
  if (change.data) return <Created url={change.data.url ?? ''} onClose={onClose} />;
  return (
    <Dialog title={t('link.createTitle')} onClose={onClose} busy={change.isPending}>
      <form onSubmit={submit}>
        <PoolSelect courses={courses} pool={pool} error={problem.fields.poolId} onChoose={setPoolId} />
        <NumberInput
          mt="md"
          required
          label={t('link.licenses')}
          description={t(pool?.transferable ? 'link.licensesHintNow' : 'link.licensesHintTotal')}
          min={1}
          max={pool?.licenses}
          allowDecimal={false}
          hideControls
          value={licenses}
          onChange={setLicenses}
          error={problem.fields.licenses}
          data-autofocus
        />
        {pool?.transferable && (
          <Checkbox
            mt="md"
            label={t('link.autoReassign')}
            description={t('link.autoReassignHint')}
            checked={autoReassign}
            onChange={(e) => setAutoReassign(e.currentTarget.checked)}
          />
        )}
        {pool?.transferable && autoReassign && (
          <HeldDaysField value={heldDays} onChange={setHeldDays} error={problem.fields.minHeldDays} />
        )}
        <ValidityFields
          value={validity}
          onChange={setValidity}
          error={problem.fields.validity ?? problem.fields['validity/count']}
        />
        <TextInput
          mt="md"
          label={t('link.name')}
          description={t('link.nameHint')}
          maxLength={200}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={problem.fields.name}
        />
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!pool || licenses === ''}>
            {t('link.create')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function Created({ url, onClose }: { url: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('link.createdTitle')} onClose={onClose}>
      <p className={`soft ${classes.lead}`}>{t('link.createdText')}</p>
      <CopyField value={url} label={t('link.addressNew')} wrap />
      <DialogFoot>
        <Button onClick={onClose}>{t('common.done')}</Button>
      </DialogFoot>
    </Dialog>
  );
}
