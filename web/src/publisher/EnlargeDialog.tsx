import { Alert, Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherPool } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { enlargePool, useManagerNames, usePublish } from './queries.ts';

const MOST = 1_000_000;

/** Sells more licenses of a pool that there is: asks how many more, and says what it comes to. */
export function EnlargeDialog({ pool, onClose }: { pool: PublisherPool; onClose: () => void }) {
  const { t } = useTranslation();
  const { number, lastDay } = useFormat();
  const [more, setMore] = useState<number | string>('');
  const change = usePublish((total: number) => enlargePool(pool.id, total));
  const known = Number.isInteger(Number(more)) && Number(more) >= 1;
  const faults = useFaults({ licenses: !known && t('publisher.countNeeded') }, change.error);
  const total = pool.licenses + (known ? Number(more) : 0);
  const nameOf = useManagerNames();
  const words = { course: pool.course.title, manager: nameOf(pool.managerId) };
  const submit = faults.send(() =>
    change.mutate(total, {
      onSuccess: () => {
        toast(t('publisher.moreDone', { id: pool.id, count: total, number: number(total) }));
        onClose();
      },
    }),
  );
  return (
    <Dialog title={t('publisher.moreOf', { id: pool.id })} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <p className="soft">
          <Sentence text="publisher.moreLead" values={words} />
        </p>
        <NumberInput
          mt="md"
          withAsterisk
          label={t('publisher.howManyMore')}
          description={t('publisher.moreHint')}
          min={1}
          max={MOST}
          allowDecimal={false}
          hideControls
          value={more}
          onChange={setMore}
          error={faults.of('licenses')}
          data-autofocus
        />
        <p role="status" className="num">
          {t('publisher.moreTotal', { now: number(pool.licenses), total: number(total) })}
        </p>
        {Date.parse(pool.end) <= Date.now() && (
          <Alert mt="md" color="brass">
            {t('publisher.moreOfEnded', { end: lastDay(pool.end) })}
          </Alert>
        )}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {known
              ? t('publisher.moreApply', { count: Number(more), number: number(Number(more)) })
              : t('publisher.more')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
