import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { BulkPreviewRow, BulkResult, ColumnUse, ListPreview } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useChunks } from '../ui/useChunks.ts';
import { BulkApply } from './BulkApply.tsx';
import { BulkInput } from './BulkInput.tsx';
import { BulkPreview } from './BulkPreview.tsx';
import type { Chosen } from './choice.ts';
import type { Encoding } from './decode.ts';
import type { PoolChoice } from './poolChoices.ts';
import { assignMany, type Recycling } from './queries.ts';
import type { RecycleDraft } from './RecycleChoice.tsx';

const ROWS_AT_ONCE = 100;

/** What was pasted or dropped, and for what; without a choice as the address says. */
export interface ListDraft {
  csv: string;
  encoding: Encoding;
  chosen?: Chosen;
  recycle: RecycleDraft;
}

const nothing: ListDraft = { csv: '', encoding: 'utf-8', recycle: { policy: null, heldDays: 0 } };

/** What was read from the list, for one pool. */
export interface BulkPlan {
  pool: PoolChoice;
  recycling: Recycling | null;
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
    const body = { rows: part.map(asBulkRow), recycling: plan?.recycling ?? null, spare };
    const { results } = await assignMany(manager.id, plan?.pool.id ?? 0, body, key);
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
  const [draft, setDraft, forget] = useDraft<ListDraft>('list', nothing);
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
