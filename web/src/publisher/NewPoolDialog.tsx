import { Alert, Button, NativeSelect, NumberInput, Radio, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { inputDay } from '../ui/format.ts';
import { useFieldErrors } from '../ui/problem.ts';
import classes from './Publisher.module.css';
import { all, coursesQuery, createIn, managersQuery, usePublish } from './queries.ts';

const midnight = (day: string) => `${day}T00:00:00+00:00`;

/** Sells licenses of a course to a manager. */
export function NewPoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const managers = useQuery(managersQuery(all)).data?.items ?? [];
  const courses = useQuery(coursesQuery(all)).data?.items ?? [];
  const form = useForm({
    initialValues: {
      managerId: '',
      courseId: '',
      kind: 'transferable',
      licenses: 10 as number | string,
      start: inputDay(0),
      end: inputDay(365),
      order: '',
    },
  });
  const buyer = managers.find((m) => String(m.id) === form.values.managerId) ?? managers[0];
  const change = usePublish((body: object) => createIn('pools', body));
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  const props = (name: string) => ({ ...form.getInputProps(name), error: problem.fields[name] });
  const submit = form.onSubmit((v) =>
    change.mutate(
      {
        managerId: Number(v.managerId || managers[0]?.id),
        courseId: Number(v.courseId || courses[0]?.id),
        transferable: v.kind === 'transferable',
        licenses: Number(v.licenses),
        start: midnight(v.start),
        end: midnight(v.end),
        ...(v.order.trim() && { order: v.order.trim() }),
      },
      { onSuccess: onClose },
    ),
  );
  return (
    <Dialog title={t('publisher.newPool')} onClose={onClose}>
      <form onSubmit={submit}>
        <NativeSelect
          label={t('pool.manager')}
          data={managers.map((m) => ({ value: String(m.id), label: m.name }))}
          {...props('managerId')}
          data-autofocus
        />
        <NativeSelect
          mt="md"
          label={t('pool.course')}
          data={courses.map((c) => ({ value: String(c.id), label: c.title }))}
          {...props('courseId')}
        />
        <Radio.Group mt="md" label={t('pool.type')} {...form.getInputProps('kind')}>
          {['transferable', 'untransferable'].map((k) => (
            <Radio key={k} mt="xs" value={k} label={t(`pool.${k}`)} description={t(`pool.${k}Hint`)} />
          ))}
        </Radio.Group>
        {form.values.kind === 'transferable' && buyer?.allowedDomains.length === 0 && (
          <Alert mt="md" color="brass">
            {t('publisher.poolWithoutDomains', { manager: buyer.name })}
          </Alert>
        )}
        <div className={classes.two}>
          <NumberInput
            required
            label={t('pool.licenses')}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            hideControls
            {...props('licenses')}
          />
          <TextInput label={t('pool.order')} {...props('order')} />
          <TextInput required type="date" label={t('pool.start')} {...props('start')} />
          <TextInput required type="date" label={t('pool.end')} {...props('end')} />
        </div>
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={managers.length === 0 || courses.length === 0}>
            {t('common.create')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
