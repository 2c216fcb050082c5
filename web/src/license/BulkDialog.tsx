import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkPreviewRow, BulkResult } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useChunks } from '../ui/useChunks.ts';
import { BulkApply } from './BulkApply.tsx';
import { BulkInput } from './BulkInput.tsx';
import { BulkPreview } from './BulkPreview.tsx';
import { assignMany } from './queries.ts';

/** What was read from the list, for one pool. */
export interface BulkPlan {
  poolId: number;
  recycle: boolean;
  rows: BulkPreviewRow[];
}

const asBulkRow = (r: BulkPreviewRow) => ({
  email: r.email,
  name: r.name ?? undefined,
  endDate: r.endDate ?? undefined,
});

/** Sends the accepted rows of a plan; the answers carry the row numbers of the list. */
function useAssigning(plan: BulkPlan | null) {
  const manager = useManager();
  return useChunks<BulkPreviewRow, BulkResult>(async (part, key) => {
    const body = { rows: part.map(asBulkRow), recycle: plan?.recycle ?? false };
    const { results } = await assignMany(manager.id, plan?.poolId ?? 0, body, key);
    return {
      results: results.map((r, i) => ({
        ...r,
        row: part[i]?.row ?? r.row,
        email: part[i]?.email ?? '',
        name: part[i]?.name ?? null,
      })),
    };
  });
}

/** Many people at once, in three steps: the list, what would happen, what happened. */
export default function BulkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const [csv, setCsv] = useState('');
  const [plan, setPlan] = useState<BulkPlan | null>(null);
  const run = useAssigning(plan);
  const apply = () => run.start(plan?.rows.filter((r) => r.outcome === 'assign') ?? []);
  return (
    <Dialog title={t('bulk.title')} onClose={onClose} size="xl" busy={csv !== ''}>
      {!plan && <BulkInput csv={csv} onCsv={setCsv} firstPool={search.pool} onPlan={setPlan} onClose={onClose} />}
      {plan && !run.started && <BulkPreview plan={plan} onBack={() => setPlan(null)} onApply={apply} />}
      {plan && run.started && <BulkApply plan={plan} run={run} onClose={onClose} />}
    </Dialog>
  );
}
