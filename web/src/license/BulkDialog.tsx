import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkPreviewRow } from '../api/types.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { usePageSearch } from '../ui/search.ts';
import { BulkApply } from './BulkApply.tsx';
import { BulkInput } from './BulkInput.tsx';
import { BulkPreview } from './BulkPreview.tsx';

/** What was read from the list, for one pool. */
export interface BulkPlan {
  poolId: number;
  recycle: boolean;
  rows: BulkPreviewRow[];
}

/** Many people at once, in three steps: the list, what would happen, what happened. */
export default function BulkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const [csv, setCsv] = useState('');
  const [plan, setPlan] = useState<BulkPlan | null>(null);
  const [applying, setApplying] = useState(false);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={t('bulk.title')} onClose={onClose} size="xl" busy={busy || csv !== ''}>
      {!plan && <BulkInput csv={csv} onCsv={setCsv} firstPool={search.pool} onPlan={setPlan} onClose={onClose} />}
      {plan && !applying && <BulkPreview plan={plan} onBack={() => setPlan(null)} onApply={() => setApplying(true)} />}
      {plan && applying && <BulkApply plan={plan} onBusy={setBusy} onClose={onClose} />}
    </Dialog>
  );
}
