import { Alert, Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PoolChanges, PublisherPool, Renewal } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { lastInputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Console.module.css';
import { usePublish } from './queries.ts';
import { changePool, renewPool } from './records.ts';

const midnightAfter = (day: string) => `${nextInputDay(day)}T00:00:00+00:00`;
const isCount = (value: number | string, least: number) => Number.isInteger(Number(value)) && Number(value) >= least;

interface Props {
  pool: PublisherPool;
  onClose: () => void;
}

/** Extends, enlarges or shrinks a pool, and corrects its order. */
export function ChangePoolDialog({ pool, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [licenses, setLicenses] = useState<number | string>(pool.shrinkTo ?? pool.licenses);
  const [end, setEnd] = useState(lastInputDay(pool.end));
  const [order, setOrder] = useState(pool.order ?? '');
  const [waits, setWaits] = useState(pool.shrinkTo !== null);
  const change = usePublish((body: PoolChanges) => changePool(pool.id, body));
  const inUse = change.error instanceof ApiError && change.error.code === 'licenses_in_use';
  const fewer = isCount(licenses, 0) && Number(licenses) < pool.assignedLicenses;
  const faults = useFaults(
    {
      licenses: !isCount(licenses, 0) && t('publisher.countNeeded'),
      end: !end && t('publisher.dayNeeded'),
      order: null,
    },
    change.error,
    { licenses_in_use: 'licenses' },
  );
  const submit = faults.send(() =>
    change.mutate(
      {
        licenses: Number(licenses),
        order: order.trim() || null,
        whenInUse: waits ? 'wait' : 'refuse',
        ...(end !== lastInputDay(pool.end) && { end: midnightAfter(end) }),
      },
      {
        onSuccess: (now) => {
          const shrinks = now.shrinkTo !== null;
          toast(
            shrinks
              ? t('console.pool.shrinkDone', { id: pool.id, to: number(now.shrinkTo ?? 0) })
              : t('console.pool.changeDone', { id: pool.id }),
          );
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('console.pool.changeTitle', { id: pool.id })} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <NumberInput
          withAsterisk
          label={t('pool.licenses')}
          description={t('console.pool.assignedNow', { count: pool.assignedLicenses })}
          min={0}
          allowDecimal={false}
          hideControls
          value={licenses}
          onChange={setLicenses}
          error={faults.of('licenses')}
          data-autofocus
        />
        {(fewer || inUse) && (
          <Checkbox
            mt="md"
            label={t('console.pool.wait')}
            description={t('console.pool.waitHint')}
            checked={waits}
            onChange={(e) => setWaits(e.currentTarget.checked)}
          />
        )}
        <div className={classes.two}>
          <TextInput
            withAsterisk
            type="date"
            label={t('pool.end')}
            value={end}
            onChange={(e) => setEnd(e.currentTarget.value)}
            error={faults.of('end')}
          />
          <TextInput
            label={t('pool.order')}
            maxLength={200}
            value={order}
            onChange={(e) => setOrder(e.currentTarget.value)}
            error={faults.of('order')}
          />
        </div>
        {end < lastInputDay(pool.end) && (
          <Alert mt="md" color="brass">
            {t('console.pool.cuts')}
          </Alert>
        )}
        <FormAlert>{faults.form}</FormAlert>
        <Foot busy={change.isPending} action={t('common.save')} onClose={onClose} />
      </Form>
    </Dialog>
  );
}

/** Sells the next pool, with which the students of this one go on. */
export function RenewDialog({ pool, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [licenses, setLicenses] = useState<number | string>(pool.shrinkTo ?? pool.licenses);
  const [months, setMonths] = useState<number | string>('');
  const [order, setOrder] = useState('');
  const change = usePublish((body: Renewal) => renewPool(pool.id, body));
  const faults = useFaults(
    {
      licenses: !isCount(licenses, 1) && t('publisher.countNeeded'),
      months: months !== '' && !isCount(months, 1) && t('console.pool.monthsNeeded'),
      order: null,
    },
    change.error,
  );
  const submit = faults.send(() =>
    change.mutate(
      {
        licenses: Number(licenses),
        ...(months !== '' && { months: Number(months) }),
        ...(order.trim() && { order: order.trim() }),
      },
      {
        onSuccess: ({ id }) => {
          toast(t('console.pool.renewDone', { id: pool.id, next: id }));
          void navigate({ to: `/publisher/pools/${id}` as '/' });
        },
      },
    ),
  );
  return (
    <Dialog title={t('console.pool.renewTitle', { id: pool.id })} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <p className="soft">{t('console.pool.renewText', { count: pool.assignedLicenses })}</p>
        <div className={classes.two}>
          <NumberInput
            withAsterisk
            label={t('pool.licenses')}
            min={1}
            allowDecimal={false}
            hideControls
            value={licenses}
            onChange={setLicenses}
            error={faults.of('licenses')}
            data-autofocus
          />
          <NumberInput
            label={t('console.months')}
            placeholder={t('console.pool.asCourse')}
            min={1}
            max={1200}
            allowDecimal={false}
            hideControls
            value={months}
            onChange={setMonths}
            error={faults.of('months')}
          />
        </div>
        <TextInput
          mt="md"
          label={t('pool.order')}
          maxLength={200}
          value={order}
          onChange={(e) => setOrder(e.currentTarget.value)}
        />
        {isCount(licenses, 1) && Number(licenses) < pool.assignedLicenses && (
          <Alert mt="md" color="brass">
            {t('console.pool.renewFewer')}
          </Alert>
        )}
        <FormAlert>{faults.form}</FormAlert>
        <Foot busy={change.isPending} action={t('console.pool.renew')} onClose={onClose} />
      </Form>
    </Dialog>
  );
}

function Foot({ busy, action, onClose }: { busy: boolean; action: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DialogFoot>
      <Button variant="default" onClick={onClose} disabled={busy}>
        {t('common.cancel')}
      </Button>
      <Button type="submit" loading={busy}>
        {action}
      </Button>
    </DialogFoot>
  );
}
