import { Alert, Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BulkPreviewRow, BulkResult } from '../api/types.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import type { ChunkRun } from '../ui/useChunks.ts';
import { useFirstFocus } from '../ui/useFirstFocus.ts';
import classes from './Bulk.module.css';
import type { BulkPlan } from './BulkDialog.tsx';
import { BulkTable } from './BulkTable.tsx';
import { LosingList } from './LosingList.tsx';
import { PlanHead } from './PlanHead.tsx';
import { useDownload } from './useDownload.ts';

interface Props {
  plan: BulkPlan;
  run: ChunkRun<BulkPreviewRow, BulkResult>;
  onClose: () => void;
}

/** The work, and what came of it. */
export function BulkApply({ plan, run, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const text = useErrorText();
  const download = useDownload();
  const verdict = useFirstFocus<HTMLParagraphElement>();
  const { results: done, total, error, resume } = run;
  const finished = done.length >= total;
  const refused = [
    ...plan.preview.rows.filter((r) => r.outcome === 'refused'),
    ...done.filter((r) => r.outcome === 'refused'),
  ];
  const taken = new Set(done.flatMap((r) => r.recycled?.licenseId ?? []));
  const lost = plan.preview.losing.filter(({ licenseId }) => taken.has(licenseId));
  const others = done.flatMap(({ recycled }) =>
    recycled && !lost.some(({ licenseId }) => licenseId === recycled.licenseId)
      ? [{ ...recycled, progress: 0, lastAccess: null }]
      : [],
  );
  const assigned = done.filter((r) => r.outcome === 'assigned').length;
  return (
    <>
      <PlanHead pool={plan.pool} />
      <p ref={verdict} tabIndex={-1} className={classes.verdict} role="status">
        {t(finished ? 'bulk.finished' : 'bulk.running', { done: number(assigned), total: number(total) })}
      </p>
      <Progress
        value={total ? (done.length / total) * 100 : 100}
        aria-label={t('bulk.progress')}
        animated={!finished && !error}
        size="lg"
      />
      {error ? (
        <Alert mt="md" color="clay" role="alert">
          <p>
            {text(error)} {t('bulk.stopped', { done: number(done.length), total: number(total) })}
          </p>
          <Button mt="sm" size="xs" onClick={resume}>
            {t('bulk.resume')}
          </Button>
        </Alert>
      ) : null}
      {finished && taken.size > 0 && <LosingList losing={[...lost, ...others]} done />}
      {finished && refused.length > 0 && (
        <h3 className={classes.sub}>{t('bulk.notAssigned', { count: refused.length })}</h3>
      )}
      {finished && refused.length > 0 && <BulkTable rows={refused} />}
      <DialogFoot>
        {finished && refused.length > 0 && (
          <Button variant="default" onClick={() => download(refused)}>
            {t('bulk.download')}
          </Button>
        )}
        <Button onClick={onClose} disabled={!finished && !error}>
          {t('common.done')}
        </Button>
      </DialogFoot>
    </>
  );
}
