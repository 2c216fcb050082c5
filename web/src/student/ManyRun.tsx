import { Alert, Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText, useRefusalText } from '../ui/problem.ts';
import type { ChunkRun, ManyResult } from '../ui/useChunks.ts';

interface Props<R extends ManyResult> {
  title: string;
  run: Pick<ChunkRun<never, R>, 'busy' | 'error' | 'results' | 'total' | 'resume'>;
  onDone: () => void;
}

/** The work on many, and what came of it: the refusals are counted by their reasons. */
export function ManyRun<R extends ManyResult>({ title, run, onDone }: Props<R>) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const text = useErrorText();
  const why = useRefusalText();
  const refused = Object.entries(
    Object.groupBy(
      run.results.filter((r) => r.outcome === 'refused'),
      why,
    ),
  );
  return (
    <Dialog title={title} onClose={run.busy ? () => undefined : onDone} busy={run.busy}>
      <p role="status">{t('student.many.running', { done: number(run.results.length), total: number(run.total) })}</p>
      <Progress mt="md" size="lg" value={run.total ? (run.results.length / run.total) * 100 : 100} aria-label={title} />
      {refused.map(([reason, list = []]) => (
        <p key={reason} className="small">
          {t('student.many.refused', { count: list.length, number: number(list.length), why: reason })}
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
