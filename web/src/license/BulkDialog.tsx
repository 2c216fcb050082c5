import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { BulkPreviewRow, BulkResult, ColumnUse, ListPreview, RecyclePolicy } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useChunks } from '../ui/useChunks.ts';
import { BulkApply } from './BulkApply.tsx';
import { BulkInput } from './BulkInput.tsx';
import { BulkPreview } from './BulkPreview.tsx';
import type { Encoding } from './decode.ts';
import { assignMany } from './queries.ts';

const ROWS_AT_ONCE = 100;

/** What was pasted or dropped. */
export interface ListDraft {
  csv: string;
  encoding: Encoding;
}

/** What was read from the list, for one pool. */
export interface BulkPlan {
  poolId: number;
  policy: RecyclePolicy | null;
  /** What the person takes the columns for; null: as their titles say. */
  columns: (ColumnUse | null)[] | null;
  preview: ListPreview;
}

const asBulkRow = (r: BulkPreviewRow) => ({
  email: r.email,
  name: r.name ?? undefined,
  endDate: r.endDate ?? undefined,
});

/** Sends the accepted rows of a plan; the answers carry the row numbers of the list. */
function useAssigning(plan: BulkPlan | null) {
  const manager = useManager();
  return useChunks<BulkPreviewRow, BulkResult>(async (part, key, before) => {
    const spare = before.flatMap((r) => r.license?.id ?? []);
    const body = { rows: part.map(asBulkRow), policy: plan?.policy ?? null, spare };
    const { results } = await assignMany(manager.id, plan?.poolId ?? 0, body, key);
    return {
      results: results.map((r, i) => {
        const { row = r.row, email = '', name = null, endDate = null } = part[i] ?? {};
        return { ...r, row, email, name, endDate, end: r.license?.end ?? null };
      }),
    };
  }, ROWS_AT_ONCE);
}

/** Many people at once, in three steps: the list, what would happen, what happened. */
export default function BulkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const [draft, setDraft, forget] = useDraft<ListDraft>('list', { csv: '', encoding: 'utf-8' });
  const [plan, setPlan] = useState<BulkPlan | null>(null);
  const run = useAssigning(plan);
  const apply = () => {
    forget();
    run.start(plan?.preview.rows.filter((r) => r.outcome === 'assign') ?? []);
  };
  const close = () => {
    forget();
    onClose();
  };
  return (
    <Dialog title={t('bulk.title')} onClose={close} size="xl" busy={draft.csv !== ''}>
      {!plan && <BulkInput draft={draft} onDraft={setDraft} firstPool={search.pool} onPlan={setPlan} onClose={close} />}
      {plan && !run.started && (
        <BulkPreview plan={plan} draft={draft} onPlan={setPlan} onBack={() => setPlan(null)} onApply={apply} />
      )}
      {plan && run.started && <BulkApply plan={plan} run={run} onClose={close} />}
    </Dialog>
  );
}
