import { Alert, Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnUse } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import { useFirstFocus } from '../ui/useFirstFocus.ts';
import classes from './Bulk.module.css';
import { BulkColumns } from './BulkColumns.tsx';
import type { BulkPlan, ListDraft } from './BulkDialog.tsx';
import { BulkTable } from './BulkTable.tsx';
import { EncodingNote } from './EncodingNote.tsx';
import { LosingList } from './LosingList.tsx';
import { PlanHead } from './PlanHead.tsx';
import { previewBulk } from './queries.ts';
import { useDownload } from './useDownload.ts';

interface Props {
  plan: BulkPlan;
  draft: ListDraft;
  onPlan: (plan: BulkPlan) => void;
  onBack: () => void;
  onApply: () => void;
}

/** How many get a license, how many do not, and what was skipped. */
function Verdict({ plan }: { plan: BulkPlan }) {
  const { t } = useTranslation();
  const verdict = useFirstFocus<HTMLParagraphElement>();
  const { number } = useFormat();
  const { assign, refused, skipped } = plan.preview;
  const say = (key: 'willAssign' | 'willRefuse' | 'skipped', count: number) =>
    t(`bulk.${key}`, { count, number: number(count) });
  return (
    <p ref={verdict} tabIndex={-1} className={classes.verdict} role="status">
      <strong>{say('willAssign', assign)}</strong>{' '}
      {refused > 0 && <span className={classes.refused}>{say('willRefuse', refused)}</span>}{' '}
      {skipped > 0 && <span className="soft">{say('skipped', skipped)}</span>}
    </p>
  );
}

/** What would happen, row by row, before anything does. */
export function BulkPreview({ plan, draft, onPlan, onBack, onApply }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const text = useErrorText();
  const download = useDownload();
  const [shown, setShown] = useState('all');
  const { pool } = plan;
  const { rows, assign, refused, columns, losing } = plan.preview;
  const again = useMutation({
    mutationFn: (uses: (ColumnUse | null)[]) =>
      previewBulk(manager.id, { ...plan, poolId: pool.id, csv: draft.csv, columns: uses }),
    onSuccess: (preview, uses) => onPlan({ ...plan, columns: uses, preview }),
  });
  const faults = rows.filter((r) => r.outcome === 'refused');
  const words = { count: assign, number: number(assign), lost: number(losing.length), course: pool.title };
  const action = losing.length > 0 ? 'bulk.applyTaking' : pool.transferable ? 'bulk.apply' : 'bulk.applyForGood';
  return (
    <>
      <PlanHead pool={pool} />
      <Verdict plan={plan} />
      <EncodingNote encoding={draft.encoding} />
      {columns.length > 1 && <BulkColumns columns={columns} disabled={again.isPending} onChange={again.mutate} />}
      {again.error && (
        <Alert mt="md" color="clay" role="alert">
          {text(again.error)}
        </Alert>
      )}
      {losing.length > 0 && <LosingList losing={losing} />}
      <div className={classes.tools}>
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
        {refused > 0 && (
          <Button size="xs" variant="default" onClick={() => download(faults)}>
            {t('bulk.download')}
          </Button>
        )}
      </div>
      <BulkTable key={shown} rows={shown === 'all' ? rows : rows.filter((r) => r.outcome === shown)} />
      <DialogFoot>
        <Button variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button
          className={classes.apply}
          color={losing.length > 0 ? 'clay' : pool.transferable ? undefined : 'brass'}
          disabled={assign === 0 || again.isPending}
          onClick={onApply}
        >
          {t(action, words)}
        </Button>
      </DialogFoot>
    </>
  );
}
