import { Alert, Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from 'carrel-client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ColumnUse, type ListColumn, type RecyclePolicy, recyclePolicies } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import classes from './Bulk.module.css';
import { BulkColumns } from './BulkColumns.tsx';
import type { BulkPlan, ListDraft } from './BulkDialog.tsx';
import { EncodingNote } from './EncodingNote.tsx';
import { ListDrop } from './ListDrop.tsx';
import { PoolSelect } from './PoolSelect.tsx';
import { usePoolChoices } from './poolChoices.ts';
import { previewBulk } from './queries.ts';

interface Props {
  draft: ListDraft;
  onDraft: (draft: ListDraft) => void;
  firstPool: string | undefined;
  onPlan: (plan: BulkPlan) => void;
  onClose: () => void;
}

/** As much as the server takes, less what stands around the list. */
const LIMIT = 1024 * 1024 - 1024;

/** The size of a list as it is sent, in bytes. */
const sizeOf = (csv: string) => new Blob([JSON.stringify(csv)]).size;

const columnsOf = (error: unknown) => (error instanceof ApiError ? (error.columns as ListColumn[]) : []);

interface RecycleProps {
  policy: RecyclePolicy | null;
  onPolicy: (policy: RecyclePolicy | null) => void;
}

/** Whether licenses may be taken back, and whose. */
function RecycleChoice({ policy, onPolicy }: RecycleProps) {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox
        mt="sm"
        label={t('bulk.recycle')}
        checked={policy !== null}
        onChange={(e) => onPolicy(e.currentTarget.checked ? 'oldest' : null)}
      />
      {policy && (
        <NativeSelect
          mt="xs"
          size="xs"
          label={t('bulk.policy')}
          value={policy}
          data={recyclePolicies.map((value) => ({ value, label: t(`bulk.policies.${value}`) }))}
          onChange={(e) => onPolicy(recyclePolicies.find((p) => p === e.currentTarget.value) ?? 'oldest')}
        />
      )}
    </>
  );
}

/** The list: pasted or dropped, for a pool. */
export function BulkInput({ draft, onDraft, firstPool, onPlan, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const { courses, pools } = usePoolChoices();
  const [poolId, setPoolId] = useState(firstPool ?? '');
  const [policy, setPolicy] = useState<RecyclePolicy | null>(null);
  const [columns, setColumns] = useState<ListColumn[]>([]);
  const pool = pools.find((p) => String(p.id) === poolId) ?? pools.find((p) => p.available > 0) ?? pools[0];
  const text = useErrorText();
  const size = sizeOf(draft.csv);
  const uses = columns.length > 0 ? columns.map(({ as }) => as) : null;
  const preview = useMutation({
    mutationFn: (id: number) =>
      previewBulk(manager.id, {
        poolId: id,
        csv: draft.csv,
        policy: pool?.transferable ? policy : null,
        columns: uses,
      }),
    onSuccess: (read, id) =>
      onPlan({ poolId: id, policy: pool?.transferable ? policy : null, columns: uses, preview: read }),
    onError: (error) => setColumns(columnsOf(error)),
  });
  const change = (next: ListDraft) => {
    setColumns([]);
    preview.reset();
    onDraft(next);
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (pool && size <= LIMIT) preview.mutate(pool.id);
  };
  const setUses = (chosen: (ColumnUse | null)[]) =>
    setColumns(columns.map((column, at) => ({ ...column, as: chosen[at] ?? null })));
  return (
    <form onSubmit={submit}>
      <p className="soft">{t('bulk.lead')}</p>
      <PoolSelect mt="md" courses={courses} pool={pool} onChoose={setPoolId} />
      {pool?.transferable && <RecycleChoice policy={policy} onPolicy={setPolicy} />}
      <Textarea
        mt="md"
        label={t('bulk.list')}
        description={t('bulk.listHint')}
        rows={7}
        value={draft.csv}
        onChange={(e) => change({ csv: e.currentTarget.value, encoding: 'utf-8' })}
        placeholder={'email,name,endDate\nanna@example.com,Anna Rossi,2027-06-30\nLuca Meyer <luca@example.com>'}
        classNames={{ input: classes.csv }}
        dir="auto"
        spellCheck={false}
        data-autofocus
      />
      <ListDrop onList={change} />
      <EncodingNote encoding={draft.encoding} />
      {size > LIMIT && (
        <Alert mt="md" color="clay" role="alert">
          {t('bulk.tooLarge', { given: number(Math.ceil(size / 1024)), allowed: number(LIMIT / 1024) })}
        </Alert>
      )}
      {preview.error && (
        <Alert mt="md" color="clay" role="alert">
          {text(preview.error)}
        </Alert>
      )}
      {columns.length > 0 && <BulkColumns columns={columns} onChange={setUses} />}
      <DialogFoot>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!draft.csv.trim() || !pool || size > LIMIT} loading={preview.isPending}>
          {t('bulk.preview')}
        </Button>
      </DialogFoot>
    </form>
  );
}
