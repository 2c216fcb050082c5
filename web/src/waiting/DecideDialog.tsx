import { Textarea } from '@mantine/core';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LicenseRequest } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { ManyConfirm } from '../student/ManyConfirm.tsx';
import { ManyRun } from '../student/ManyRun.tsx';
import { useFormat } from '../ui/format.ts';
import { type ManyResult, useChunks } from '../ui/useChunks.ts';
import { approveRequest, declineRequest } from './queries.ts';

interface Props {
  kind: 'approve' | 'decline';
  requests: LicenseRequest[];
  titles: ReadonlyMap<string, string>;
  onClose: () => void;
}

const done: ManyResult = { outcome: 'done', code: null, detail: null };

/** A refusal is the outcome of one request; what may be asked again is a failure of all. */
function refusalIn(error: unknown): ManyResult {
  if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500 || error.status === 429) throw error;
  return { outcome: 'refused', code: error.code, detail: error.message };
}

/** Approves or declines what was asked for: one request, or many at once, with one reason. */
export function DecideDialog({ kind, requests, titles, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const [reason, setReason] = useState('');
  const run = useChunks<string, ManyResult>(async ([id = ''], key) => {
    const decide =
      kind === 'approve' ? approveRequest(manager.id, id, key) : declineRequest(manager.id, id, reason, key);
    return { results: [await decide.then(() => done, refusalIn)] };
  }, 1);
  if (run.started) return <ManyRun title={t(`request.${kind}Title`)} run={run} onDone={onClose} />;
  const count = { count: requests.length, number: number(requests.length) };
  return (
    <ManyConfirm
      title={t(`request.${kind}Title`)}
      lead={t(`request.${kind}Lead`)}
      action={t(`request.${kind}Count`, count)}
      color={kind === 'decline' ? 'clay' : undefined}
      disabled={false}
      pending={false}
      error={null}
      onConfirm={(e) => {
        e.preventDefault();
        run.start(requests.map(({ id }) => id));
      }}
      onClose={onClose}
    >
      <ul>
        {requests.map((r) => (
          <li key={r.id}>
            <bdi>{nameOf(r.student)}</bdi>, <bdi>{titles.get(r.courseId)}</bdi>
          </li>
        ))}
      </ul>
      {kind === 'decline' && (
        <Textarea
          mt="md"
          label={t('request.reason')}
          description={t('request.reasonHint')}
          maxLength={1000}
          autosize
          minRows={2}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
      )}
    </ManyConfirm>
  );
}
