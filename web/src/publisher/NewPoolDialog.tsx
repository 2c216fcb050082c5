import { Alert, Button, NativeSelect, NumberInput, Radio, type RadioGroupProps, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { inputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { type Faults, useFaults } from '../ui/useFaults.ts';
import classes from './Publisher.module.css';
import { all, coursesQuery, createPool, managersQuery, usePublish } from './queries.ts';

const midnight = (day: string) => `${day}T00:00:00+00:00`;
const MOST = 1_000_000;

const empty = {
  managerId: '',
  courseId: '',
  kind: '',
  licenses: '' as number | string,
  start: inputDay(0),
  end: inputDay(364),
  order: '',
};
type Values = typeof empty;

/** What is sold, once enough is said of it. Pools end at midnight after their last day. */
const poolOf = (v: Values) => ({
  managerId: v.managerId,
  courseId: v.courseId,
  transferable: v.kind === 'transferable',
  licenses: Number(v.licenses),
  start: midnight(v.start),
  end: midnight(nextInputDay(v.end)),
  ...(v.order.trim() && { order: v.order.trim() }),
});

const isCount = (v: number | string) => Number.isInteger(Number(v)) && Number(v) >= 1 && Number(v) <= MOST;

type Changed = string | number | { currentTarget: { value: string } };
const changedTo = (next: Changed) => (typeof next === 'object' ? next.currentTarget.value : next);

/** What is empty or wrong, by field: the names of the words for it. */
const faultsOf = (v: Values) => ({
  managerId: !v.managerId && 'publisher.managerNeeded',
  courseId: !v.courseId && 'publisher.courseNeeded',
  kind: !v.kind && 'publisher.kindNeeded',
  licenses: !isCount(v.licenses) && 'publisher.countNeeded',
  order: false as const,
  start: !v.start && 'publisher.dayNeeded',
  end: v.end ? v.end < v.start && 'publisher.endBeforeStart' : 'publisher.dayNeeded',
});

/** Sells licenses of a course to a manager. */
export function NewPoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const managers = useQuery(managersQuery(all)).data?.items ?? [];
  const courses = useQuery(coursesQuery(all)).data?.items ?? [];
  const [values, setValues] = useState({ ...empty, start: inputDay(0), end: inputDay(364) });
  const buyer = managers.find((m) => String(m.id) === values.managerId);
  const course = courses.find((c) => String(c.id) === values.courseId);
  const change = usePublish(createPool);
  const found = Object.entries(faultsOf(values)).map(([field, word]) => [field, word && t(word)]);
  const faults = useFaults(Object.fromEntries(found) as Faults<keyof Values>, change.error);
  const props = (name: keyof Values) => ({
    value: values[name],
    onChange: (next: Changed) => setValues({ ...values, [name]: changedTo(next) }),
    error: faults.of(name),
  });
  const submit = faults.send(() =>
    change.mutate(poolOf(values), {
      onSuccess: () => {
        toast(
          <Sentence text="publisher.poolMade" values={{ manager: buyer?.name ?? '', course: course?.title ?? '' }} />,
        );
        onClose();
      },
    }),
  );
  const choices = (list: { id: number | string; name: string }[], word: string) => [
    { value: '', label: t(word) },
    ...list.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return (
    <Dialog title={t('publisher.newPool')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <NativeSelect
          withAsterisk
          label={t('pool.manager')}
          data={choices(managers, 'publisher.chooseManager')}
          {...props('managerId')}
          data-autofocus
        />
        <NativeSelect
          mt="md"
          withAsterisk
          label={t('pool.course')}
          data={choices(
            courses.map(({ id, title }) => ({ id, name: title })),
            'publisher.chooseCourse',
          )}
          {...props('courseId')}
        />
        <KindChoice {...props('kind')} value={values.kind} />
        <div className={classes.two}>
          <NumberInput
            withAsterisk
            label={t('pool.licenses')}
            min={1}
            max={MOST}
            allowDecimal={false}
            hideControls
            {...props('licenses')}
          />
          <TextInput label={t('pool.order')} maxLength={200} {...props('order')} />
          <TextInput withAsterisk type="date" label={t('pool.start')} {...props('start')} />
          <TextInput withAsterisk type="date" label={t('pool.end')} {...props('end')} />
        </div>
        <Sold values={values} buyer={buyer} course={course?.title} />
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('common.create')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function KindChoice(props: Omit<RadioGroupProps, 'children'>) {
  const { t } = useTranslation();
  return (
    <Radio.Group mt="md" withAsterisk label={t('pool.type')} {...props}>
      {['transferable', 'untransferable'].map((k) => (
        <Radio
          key={k}
          mt="xs"
          value={k}
          label={t(`pool.${k}`)}
          description={t(`pool.${k}Hint`)}
          aria-invalid={Boolean(props.error)}
        />
      ))}
    </Radio.Group>
  );
}

interface SoldProps {
  values: Values;
  buyer: { name: string; allowedDomains: string[] } | undefined;
  course: string | undefined;
}

/** Says what will be sold, and what is odd about it. */
function Sold({ values, buyer, course }: SoldProps) {
  const { t } = useTranslation();
  const { number, date, lastDay } = useFormat();
  const { kind, licenses, start, end } = values;
  const complete = buyer && course && kind && isCount(licenses) && start && end && end >= start;
  const words = { count: Number(licenses), number: number(Number(licenses)), manager: buyer?.name, course };
  return (
    <div role="status">
      {complete && (
        <p className={classes.sold}>
          {t(`publisher.sells.${kind}`, {
            ...words,
            start: date(midnight(start)),
            end: lastDay(midnight(nextInputDay(end))),
          })}
        </p>
      )}
      {end && end < inputDay(0) && (
        <Alert mt="md" color="brass">
          {t('publisher.poolInPast')}
        </Alert>
      )}
      {kind === 'transferable' && buyer?.allowedDomains.length === 0 && (
        <Alert mt="md" color="brass">
          {t('publisher.poolWithoutDomains', { manager: buyer.name })}
        </Alert>
      )}
    </div>
  );
}
