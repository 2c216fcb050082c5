import { Button, Skeleton, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnUse, ListColumn } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Bulk.module.css';
import { BulkColumns } from './BulkColumns.tsx';
import type { BulkPlan, ListDraft } from './BulkDialog.tsx';
import { CourseAndPool, ForGood } from './CourseAndPool.tsx';
import { firstChoice, meantBy } from './choice.ts';
import { EncodingNote } from './EncodingNote.tsx';
import { ListDrop } from './ListDrop.tsx';
import { type CourseChoice, type PoolChoice, usePoolChoices } from './poolChoices.ts';
import { previewBulk, type Recycling } from './queries.ts';
import { RecycleChoice, type RecycleDraft } from './RecycleChoice.tsx';

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

/** The terms as they are asked for: only a transferable pool has licenses that come back. */
const recyclingOf = (pool: PoolChoice | undefined, { policy, heldDays }: RecycleDraft): Recycling | null =>
  pool?.transferable && policy ? { policy, minHeldDays: Number(heldDays) } : null;

/** What is filled in, and what is wrong with it. */
function useListFields(draft: ListDraft, courses: CourseChoice[], firstPool: string | undefined) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const chosen = draft.chosen ?? firstChoice(courses, undefined, firstPool);
  const { course, pool } = meantBy(chosen, courses);
  const size = sizeOf(draft.csv);
  const tooLarge = t('bulk.tooLarge', { given: number(Math.ceil(size / 1024)), allowed: number(LIMIT / 1024) });
  const recycling = recyclingOf(pool, draft.recycle);
  const faults = {
    course: !course && t('assign.courseNeeded'),
    pool: course && !pool && t('assign.poolNeeded'),
    list: draft.csv.trim() ? size > LIMIT && tooLarge : t('bulk.listNeeded'),
    minHeldDays: recycling && draft.recycle.heldDays === '' && t('form.needed'),
  };
  return { chosen, pool, recycling, faults };
}

/** The list: pasted or dropped, for a pool. */
export function BulkInput({ draft, onDraft, firstPool, onPlan, onClose }: Props) {
  const { t } = useTranslation();
  const manager = useManager();
  const { courses, isPending } = usePoolChoices();
  const [columns, setColumns] = useState<ListColumn[]>([]);
  const { chosen, pool, recycling, faults: found } = useListFields(draft, courses, firstPool);
  const text = useErrorText();
  const uses = columns.length > 0 ? columns.map(({ as }) => as) : null;
  const preview = useMutation({
    mutationFn: (of: PoolChoice) =>
      previewBulk(manager.id, { poolId: of.id, csv: draft.csv, recycling, columns: uses }),
    onSuccess: (read, of) => onPlan({ pool: of, recycling, columns: uses, preview: read }),
    onError: (error) => setColumns(columnsOf(error)),
  });
  const faults = useFaults(found);
  const submit = faults.send(() => pool && preview.mutate(pool));
  const change = (next: Partial<ListDraft>) => {
    preview.reset();
    onDraft({ ...draft, ...next });
  };
  const setList = (next: Pick<ListDraft, 'csv' | 'encoding'>) => {
    setColumns([]);
    change(next);
  };
  const setUses = (wanted: (ColumnUse | null)[]) =>
    setColumns(columns.map((column, at) => ({ ...column, as: wanted[at] ?? null })));
  if (isPending) return <Skeleton height={320} role="status" aria-label={t('common.loading')} />;
  return (
    <Form onSubmit={submit} busy={preview.isPending}>
      <p className="soft">{t('bulk.lead')}</p>
      <CourseAndPool
        courses={courses}
        value={chosen}
        onChange={(next) => change({ chosen: next })}
        courseError={faults.of('course')}
        poolError={faults.of('pool')}
      />
      {pool && !pool.transferable && <ForGood pool={pool} />}
      {pool?.transferable && (
        <RecycleChoice
          value={draft.recycle}
          onChange={(recycle) => change({ recycle })}
          error={faults.of('minHeldDays')}
        />
      )}
      <Textarea
        mt="md"
        withAsterisk
        label={t('bulk.list')}
        description={t('bulk.listHint')}
        rows={7}
        value={draft.csv}
        onChange={(e) => setList({ csv: e.currentTarget.value, encoding: 'utf-8' })}
        placeholder={'email,name,endDate\nanna@example.com,Anna Rossi,2027-06-30\nLuca Meyer <luca@example.com>'}
        classNames={{ input: classes.csv }}
        error={faults.of('list')}
        dir="auto"
        spellCheck={false}
        {...(chosen.courseId !== '' && { 'data-autofocus': true })}
      />
      <ListDrop onList={setList} />
      <EncodingNote encoding={draft.encoding} />
      <FormAlert>{preview.error && text(preview.error)}</FormAlert>
      {columns.length > 0 && <BulkColumns columns={columns} onChange={setUses} />}
      <DialogFoot>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={preview.isPending}>
          {t('bulk.preview')}
        </Button>
      </DialogFoot>
    </Form>
  );
}
