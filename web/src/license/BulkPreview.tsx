import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import classes from './Bulk.module.css';
import type { BulkPlan } from './BulkDialog.tsx';
import { BulkTable } from './BulkTable.tsx';

interface Props {
  plan: BulkPlan;
  onBack: () => void;
  onApply: () => void;
}

/** What would happen, row by row, before anything does. */
export function BulkPreview({ plan, onBack, onApply }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [shown, setShown] = useState('all');
  const assigned = plan.rows.filter((r) => r.outcome === 'assign').length;
  const refused = plan.rows.length - assigned;
  const rows = plan.rows.filter((r) => shown === 'all' || r.outcome === shown);
  return (
    <>
      <p className={classes.verdict} role="status">
        <strong>{t('bulk.willAssign', { count: assigned, number: number(assigned) })}</strong>{' '}
        {refused > 0 && (
          <span className={classes.refused}>{t('bulk.willRefuse', { count: refused, number: number(refused) })}</span>
        )}
      </p>
      <SegmentedControl
        size="xs"
        value={shown}
        onChange={setShown}
        aria-label={t('bulk.filter')}
        data={[
          { value: 'all', label: t('bulk.all') },
          { value: 'assign', label: t('bulk.good') },
          { value: 'refused', label: t('bulk.bad') },
        ]}
      />
      <BulkTable rows={rows} />
      <DialogFoot>
        <Button variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button disabled={assigned === 0} onClick={onApply} data-autofocus>
          {t('bulk.apply', { count: assigned, number: number(assigned) })}
        </Button>
      </DialogFoot>
    </>
  );
}
