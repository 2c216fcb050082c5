import { Alert, Button, Checkbox, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { inputDay, useFormat } from '../ui/format.ts';
import { toast, useFieldErrors } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { allowedDomain, usePoolChoices } from './poolChoices.tsx';
import { type Assignment, assign, meQuery } from './queries.ts';

const fieldOf = {
  domain_not_allowed: 'email',
  already_enrolled: 'email',
  end_date_in_past: 'endDate',
  no_available_licenses: 'poolId',
  recycle_not_allowed: 'poolId',
  pool_not_running: 'poolId',
  not_found: 'poolId',
};

/** Gives one license to one person; a refusal stands beside the field that it is about. */
export default function AssignDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [search] = usePageSearch();
  const { date } = useFormat();
  const { data: me } = useQuery(meQuery(manager.id));
  const { pools, options, isPending } = usePoolChoices(search.course);
  const form = useForm({
    initialValues: { poolId: search.pool ?? '', name: '', email: search.email ?? '', endDate: '', recycle: false },
    validate: {
      name: (v) => (v.trim() ? null : t('form.nameNeeded')),
      email: (v) => (/^\S+@\S+\.\S+$/.test(v.trim()) ? null : t('form.emailNeeded')),
    },
  });
  const pool = pools.find((p) => String(p.id) === form.values.poolId) ?? pools.find((p) => p.available > 0) ?? pools[0];
  const errors = useFieldErrors();
  const change = useChange((a: Assignment) => assign(manager.id, a));
  const problem = change.error ? errors(change.error, fieldOf) : { fields: {} as Record<string, string>, form: null };
  const full = pool?.available === 0;
  const domains = me?.allowedDomainsForTransferableLicenses ?? [];
  const submit = form.onSubmit(({ name, email, endDate, recycle }) => {
    if (!pool) return;
    form.setFieldValue('poolId', String(pool.id));
    change.mutate(
      {
        poolId: pool.id,
        name: name.trim(),
        email: email.trim(),
        endDate: endDate || undefined,
        recycle: (full && recycle) || undefined,
      },
      {
        onSuccess: (license) => {
          toast(t('assign.done', { name: license.student.name, course: pool.title, end: date(license.end) }));
          onClose();
        },
      },
    );
  });
  const field = (name: 'name' | 'email' | 'endDate') => {
    const { error, ...props } = form.getInputProps(name);
    return { ...props, error: error ?? problem.fields[name] };
  };
  return (
    <Dialog title={t('assign.title')} onClose={onClose} busy={change.isPending}>
      <form onSubmit={submit} noValidate>
        {isPending ? (
          <Skeleton height={48} role="status" aria-label={t('common.loading')} />
        ) : (
          <p className="soft">{pool ? t('assign.lead', { course: pool.title }) : t('assign.noPool')}</p>
        )}
        <NativeSelect
          mt="md"
          label={t('assign.pool')}
          error={problem.fields.poolId}
          value={pool ? String(pool.id) : ''}
          onChange={(e) => {
            change.reset();
            form.setFieldValue('poolId', e.currentTarget.value);
          }}
        >
          {options}
        </NativeSelect>
        {full && pool.transferable && (
          <Checkbox
            mt="sm"
            label={t('assign.recycle')}
            description={t('assign.recycleHint')}
            {...form.getInputProps('recycle', { type: 'checkbox' })}
          />
        )}
        {full && !pool.transferable && (
          <p className="soft small" role="status">
            {t('assign.fullUntransferable')}
          </p>
        )}
        <TextInput mt="md" label={t('form.name')} autoComplete="off" withAsterisk data-autofocus {...field('name')} />
        <TextInput
          mt="md"
          type="email"
          label={t('form.email')}
          autoComplete="off"
          withAsterisk
          placeholder={pool?.transferable && domains[0] ? `name@${domains[0]}` : t('form.emailExample')}
          description={
            pool?.transferable && domains.length > 0 ? t('assign.domains', { domains: domains.join(', ') }) : undefined
          }
          {...field('email')}
          onBlur={() => {
            if (pool?.transferable && form.values.email.includes('@') && !allowedDomain(form.values.email, domains))
              form.setFieldError('email', t('error.domain_not_allowed'));
          }}
        />
        <TextInput
          mt="md"
          type="date"
          label={t('assign.endDate')}
          description={pool && t('assign.endHint', { end: date(pool.end) })}
          min={inputDay(1)}
          max={pool?.end.slice(0, 10)}
          {...field('endDate')}
        />
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!pool}>
            {t('assign.open')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
