import { Alert, Button, Checkbox, Textarea } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { IconFileUpload } from '../ui/icons.ts';
import { useErrorText } from '../ui/problem.ts';
import classes from './Bulk.module.css';
import type { BulkPlan } from './BulkDialog.tsx';
import { PoolSelect } from './PoolSelect.tsx';
import { usePoolChoices } from './poolChoices.ts';
import { previewBulk } from './queries.ts';

interface Props {
  csv: string;
  onCsv: (csv: string) => void;
  firstPool: string | undefined;
  onPlan: (plan: BulkPlan) => void;
  onClose: () => void;
}

const types = { 'text/csv': ['.csv', '.txt'], 'text/plain': ['.csv', '.txt'], 'application/vnd.ms-excel': ['.csv'] };

/** The list: pasted or dropped, for a pool. */
export function BulkInput({ csv, onCsv, firstPool, onPlan, onClose }: Props) {
  const { t } = useTranslation();
  const manager = useManager();
  const { courses, pools } = usePoolChoices();
  const [poolId, setPoolId] = useState(firstPool ?? '');
  const [recycle, setRecycle] = useState(false);
  const [rejected, setRejected] = useState(false);
  const pool = pools.find((p) => String(p.id) === poolId) ?? pools.find((p) => p.available > 0) ?? pools[0];
  const text = useErrorText();
  const preview = useMutation({
    mutationFn: (id: number) => previewBulk(manager.id, id, csv, recycle),
    onSuccess: ({ rows }, id) => onPlan({ poolId: id, recycle, rows }),
  });
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        if (pool) preview.mutate(pool.id);
      }}
    >
      <p className="soft">{t('bulk.lead')}</p>
      <PoolSelect mt="md" courses={courses} pool={pool} onChoose={setPoolId} />
      {pool?.transferable && (
        <Checkbox
          mt="sm"
          label={t('bulk.recycle')}
          checked={recycle}
          onChange={(e) => setRecycle(e.currentTarget.checked)}
        />
      )}
      <Textarea
        mt="md"
        label={t('bulk.list')}
        description={t('bulk.listHint')}
        rows={7}
        value={csv}
        onChange={(e) => onCsv(e.currentTarget.value)}
        placeholder={'email,name,endDate\nanna@example.com,Anna Rossi,2027-06-30\nluca@example.com,Luca Meyer'}
        classNames={{ input: classes.csv }}
        spellCheck={false}
        data-autofocus
      />
      <Dropzone
        className={classes.drop}
        accept={types}
        multiple={false}
        maxSize={1_000_000}
        onDrop={async ([file]) => {
          setRejected(false);
          if (file) onCsv(await file.text());
        }}
        onReject={() => setRejected(true)}
        aria-label={t('bulk.drop')}
        inputProps={{ 'aria-label': t('bulk.drop') }}
      >
        <span className={classes.dropWords}>
          <IconFileUpload size={20} stroke={1.6} />
          {t('bulk.drop')}
        </span>
      </Dropzone>
      {rejected && (
        <Alert mt="md" color="clay" role="alert">
          {t('bulk.dropRejected')}
        </Alert>
      )}
      {preview.error && (
        <Alert mt="md" color="clay" role="alert">
          {text(preview.error)}
        </Alert>
      )}
      <DialogFoot>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!csv.trim() || !pool} loading={preview.isPending}>
          {t('bulk.preview')}
        </Button>
      </DialogFoot>
    </form>
  );
}
