import { Button, Checkbox, NativeSelect, NumberInput, Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewProduct, PublisherOrder, Resolution } from '../api/types.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Console.module.css';
import { cancelOrder, putProduct, resolveOrder } from './orders.ts';
import { all, coursesQuery, usePublish } from './queries.ts';

interface Props {
  order: PublisherOrder;
  onClose: () => void;
}

function useCourseChoices() {
  const { t } = useTranslation();
  const courses = useQuery(coursesQuery(all)).data?.items ?? [];
  return [
    { value: '', label: t('publisher.chooseCourse') },
    ...courses.filter(({ archived }) => !archived).map(({ id, title }) => ({ value: id, label: title })),
  ];
}

/** Says which course a parked order is for; the product may be kept for the orders that follow. */
export function ResolveDialog({ order, onClose }: Props) {
  const { t } = useTranslation();
  const courses = useCourseChoices();
  const [courseId, setCourseId] = useState(order.courseId ?? '');
  const [transferable, setTransferable] = useState(true);
  const [keep, setKeep] = useState(false);
  const mapped = keep && order.product !== null;
  const change = usePublish(async (body: Resolution) => {
    if (mapped && order.product !== null) await putProduct(order.source, order.product, body);
    else await resolveOrder(order.id, body);
  });
  const faults = useFaults({ courseId: !courseId && t('publisher.courseNeeded') }, change.error);
  const submit = faults.send(() =>
    change.mutate(
      { courseId, transferable },
      {
        onSuccess: () => {
          toast(t('console.orders.resolveDone'));
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('console.orders.resolveTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <NativeSelect
          withAsterisk
          label={t('pool.course')}
          data={courses}
          value={courseId}
          onChange={(e) => setCourseId(e.currentTarget.value)}
          error={faults.of('courseId')}
          data-autofocus
        />
        <Checkbox
          mt="md"
          label={t('pool.transferable')}
          checked={transferable}
          onChange={(e) => setTransferable(e.currentTarget.checked)}
        />
        {order.product !== null && (
          <Checkbox
            mt="md"
            label={t('console.orders.keep')}
            description={order.product}
            checked={keep}
            onChange={(e) => setKeep(e.currentTarget.checked)}
          />
        )}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('console.orders.resolve')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

/** Cancels an order: its licenses run on, or end with it. */
export function CancelOrderDialog({ order, onClose }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<'close' | 'end'>('close');
  const change = usePublish((how: 'close' | 'end') => cancelOrder(order.id, how));
  return (
    <Confirm
      title={t('console.orders.cancelTitle')}
      action={t('console.orders.cancel')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(mode, {
          onSuccess: () => {
            toast(t('console.orders.cancelDone'));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Radio.Group
        label={t('console.orders.cancelHow')}
        value={mode}
        onChange={(value) => setMode(value as 'close' | 'end')}
      >
        {(['close', 'end'] as const).map((value) => (
          <Radio
            key={value}
            mt="xs"
            value={value}
            label={t(`console.orders.modes.${value}`)}
            description={t(`console.orders.modeHints.${value}`)}
          />
        ))}
      </Radio.Group>
    </Confirm>
  );
}

const empty = { source: '', product: '', courseId: '', transferable: true, licensesPerUnit: 1 as number | string };

/** Says what a product of a shop stands for. */
export function ProductDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const courses = useCourseChoices();
  const [values, setValues] = useState(empty);
  const set = (part: Partial<typeof empty>) => setValues({ ...values, ...part });
  const change = usePublish((body: NewProduct) => putProduct(values.source.trim(), values.product.trim(), body));
  const faults = useFaults(
    {
      source: !/^[a-z0-9-]{1,40}$/.test(values.source.trim()) && t('console.products.sourceNeeded'),
      product: !values.product.trim() && t('form.needed'),
      courseId: !values.courseId && t('publisher.courseNeeded'),
      licensesPerUnit: !(Number(values.licensesPerUnit) >= 1) && t('publisher.countNeeded'),
    },
    change.error,
  );
  const { courseId, transferable } = values;
  const submit = faults.send(() =>
    change.mutate(
      { courseId, transferable, licensesPerUnit: Number(values.licensesPerUnit) },
      {
        onSuccess: () => {
          toast(t('console.saved'));
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('console.products.new')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <div className={classes.two}>
          <TextInput
            withAsterisk
            label={t('console.products.source')}
            placeholder="stripe"
            value={values.source}
            onChange={(e) => set({ source: e.currentTarget.value })}
            error={faults.of('source')}
            data-autofocus
          />
          <TextInput
            withAsterisk
            label={t('console.products.product')}
            value={values.product}
            onChange={(e) => set({ product: e.currentTarget.value })}
            error={faults.of('product')}
          />
        </div>
        <NativeSelect
          mt="md"
          withAsterisk
          label={t('pool.course')}
          data={courses}
          value={courseId}
          onChange={(e) => set({ courseId: e.currentTarget.value })}
          error={faults.of('courseId')}
        />
        <NumberInput
          mt="md"
          label={t('console.products.perUnit')}
          min={1}
          allowDecimal={false}
          hideControls
          value={values.licensesPerUnit}
          onChange={(licensesPerUnit) => set({ licensesPerUnit })}
          error={faults.of('licensesPerUnit')}
        />
        <Checkbox
          mt="md"
          label={t('pool.transferable')}
          checked={transferable}
          onChange={(e) => set({ transferable: e.currentTarget.checked })}
        />
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
