import { Alert, Button, Checkbox, Progress, Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldLicense, RevokeResult } from '../api/types.ts';
import { revokeMany } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useErrorText, useRefusalText } from '../ui/problem.ts';
import { useChunks } from '../ui/useChunks.ts';
import { heldQuery } from './queries.ts';
import classes from './Student.module.css';

interface Props {
  studentIds: number[];
  onClose: () => void;
  onDone: () => void;
}

function useRevokable(studentIds: number[]) {
  const manager = useManager();
  const held = useQueries({ queries: studentIds.map((id) => heldQuery(manager.id, id)) });
  const all = held.flatMap((q) => q.data ?? []).filter((l) => l.active);
  return {
    ready: held.every((q) => !q.isPending),
    revokable: all.filter((l) => l.revokable),
    fixed: all.filter((l) => !l.revokable).length,
  };
}

const byCourse = (licenses: HeldLicense[]) =>
  Object.entries(Object.groupBy(licenses, (l) => l.title)) as [string, HeldLicense[]][];

/** Takes back what the chosen people hold: by course, after showing how many. */
export default function BulkRevokeDialog({ studentIds, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  const why = useRefusalText();
  const { ready, revokable, fixed } = useRevokable(studentIds);
  const [spared, setSpared] = useState<string[]>([]);
  const manager = useManager();
  const run = useChunks<string, RevokeResult>((part, key) => revokeMany(manager.id, part, key));
  const ids = revokable.filter((l) => !spared.includes(l.title)).map((l) => String(l.licenseId));
  if (run.started) {
    return (
      <Dialog title={t('student.revokeManyTitle')} onClose={run.busy ? () => undefined : onDone} busy={run.busy}>
        <p role="status">{t('student.revokeRunning', { done: run.results.length, total: run.total })}</p>
        <Progress
          mt="md"
          size="lg"
          value={run.total ? (run.results.length / run.total) * 100 : 100}
          aria-label={t('student.revokeManyTitle')}
        />
        {run.results
          .filter((r) => r.outcome === 'refused')
          .map((r) => (
            <p key={r.id} className="small">
              {t('student.revokeRefused', { id: r.id, why: why(r) })}
            </p>
          ))}
        {run.error ? (
          <Alert mt="md" color="clay" role="alert">
            {text(run.error)}
          </Alert>
        ) : null}
        <DialogFoot>
          {run.error ? (
            <Button variant="default" onClick={run.resume}>
              {t('common.retry')}
            </Button>
          ) : null}
          <Button onClick={onDone} disabled={run.busy}>
            {t('common.done')}
          </Button>
        </DialogFoot>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('student.revokeManyTitle')} onClose={onClose}>
      <p className="soft">{t('student.revokeManyLead', { count: studentIds.length })}</p>
      {!ready && <Skeleton height={90} mt="md" />}
      <ul className={classes.choices}>
        {byCourse(revokable).map(([title, licenses]) => (
          <li key={title}>
            <Checkbox
              label={t('student.revokeCourse', { course: title, count: licenses.length })}
              checked={!spared.includes(title)}
              onChange={(e) =>
                setSpared(e.currentTarget.checked ? spared.filter((s) => s !== title) : [...spared, title])
              }
            />
          </li>
        ))}
      </ul>
      {ready && fixed > 0 && <p className="soft small">{t('student.revokeFixed', { count: fixed })}</p>}
      {ready && revokable.length === 0 && <p>{t('student.revokeNone')}</p>}
      <DialogFoot>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="clay" disabled={!ready || ids.length === 0} onClick={() => run.start(ids)}>
          {t('student.revokeCount', { count: ids.length })}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
