import { Alert, Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkPreviewRow, BulkResult } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import classes from './Bulk.module.css';
import type { BulkPlan } from './BulkDialog.tsx';
import { BulkTable } from './BulkTable.tsx';
import { assignMany, chunkSize } from './queries.ts';
import { downloadRows } from './download.ts';

interface Props {
  plan: BulkPlan;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

const asBulkRow = (r: BulkPreviewRow) => ({ email: r.email, name: r.name ?? undefined, endDate: r.endDate ?? undefined });

/** Sends the rows in parts, each part whole or not at all; after a failure the rest can be sent again. */
function useBulkRun(plan: BulkPlan, onBusy: (busy: boolean) => void) {
  const client = useQueryClient();
  const manager = useManager();
  const todo = useRef(plan.rows.filter((r) => r.outcome === 'assign'));
  const [done, setDone] = useState<BulkResult[]>([]);
  const [error, setError] = useState<unknown>(null);
  const total = todo.current.length;
  const run = async (from: number) => {
    setError(null);
    onBusy(true);
    try {
      for (let at = from; at < total; at += chunkSize) {
        const part = todo.current.slice(at, at + chunkSize);
        const { results } = await assignMany(manager.id, plan.poolId, part.map(asBulkRow), plan.recycle);
        const named = results.map((r, i) => ({ ...r, row: part[i]?.row ?? r.row, name: part[i]?.name ?? null }));
        setDone((old) => [...old, ...named]);
      }
    } catch (e) {
      setError(e);
    }
    onBusy(false);
    void client.invalidateQueries({ queryKey: ['manager'] });
  };
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void run(0);
  }, []);
  return { done, total, error, resume: () => run(done.length) };
}

/** The work, and what came of it. */
export function BulkApply({ plan, onBusy, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const text = useErrorText();
  const { done, total, error, resume } = useBulkRun(plan, onBusy);
  const finished = done.length >= total;
  const refused = [...plan.rows.filter((r) => r.outcome === 'refused'), ...done.filter((r) => r.outcome === 'refused')];
  const assigned = done.filter((r) => r.outcome === 'assigned').length;
  return (
    <>
      <p className={classes.verdict} role="status">{t(finished ? 'bulk.finished' : 'bulk.running', { done: number(assigned), total: number(total) })}</p>
      <Progress value={total ? (done.length / total) * 100 : 100} aria-label={t('bulk.progress')} animated={!finished && !error} size="lg" />
      {error ? (
        <Alert mt="md" color="clay" role="alert">
          <p>{text(error)} {t('bulk.stopped', { done: number(done.length), total: number(total) })}</p>
          <Button mt="sm" size="xs" onClick={resume}>{t('bulk.resume')}</Button>
        </Alert>
      ) : null}
      {finished && refused.length > 0 && <h3 className={classes.sub}>{t('bulk.notAssigned', { count: refused.length })}</h3>}
      {finished && refused.length > 0 && <BulkTable rows={refused} />}
      <DialogFoot>
        {finished && refused.length > 0 && <Button variant="default" onClick={() => downloadRows('refused.csv', refused)}>{t('bulk.download')}</Button>}
        <Button onClick={onClose} disabled={!finished && !error}>{t('common.done')}</Button>
      </DialogFoot>
    </>
  );
}
