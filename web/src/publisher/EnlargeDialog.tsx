import { Alert, Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherPool } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import { enlargePool, usePublish } from './queries.ts';

/** Sells more licenses of a pool that there is. */
export function EnlargeDialog({ pool, onClose }: { pool: PublisherPool; onClose: () => void }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const [licenses, setLicenses] = useState<number | string>(pool.licenses);
  const change = usePublish((wanted: number) => enlargePool(pool.id, wanted));
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    change.mutate(Number(licenses), { onSuccess: onClose });
  };
  return (
    <Dialog title={t('publisher.moreOf', { id: pool.id })} onClose={onClose} busy={change.isPending}>
      <form onSubmit={submit}>
        <NumberInput
          required
          label={t('pool.licenses')}
          description={t('publisher.moreHint')}
          min={pool.licenses}
          allowDecimal={false}
          hideControls
          value={licenses}
          onChange={setLicenses}
          error={problem.fields.licenses}
          data-autofocus
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
          <Button type="submit" loading={change.isPending} disabled={Number(licenses) <= pool.licenses}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
