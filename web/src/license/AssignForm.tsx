import { Alert, Button, Checkbox, Skeleton, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { inputDay, lastInputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { useFieldErrors } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { PoolSelect } from './PoolSelect.tsx';
import { allowedDomain, type PoolChoice, usePoolChoices } from './poolChoices.ts';
import { type Assignment, meQuery } from './queries.ts';

const fieldOf = {
  domain_not_allowed: 'email',
  already_enrolled: 'email',
  end_date_in_past: 'endDate',
  no_available_licenses: 'poolId',
  recycle_not_allowed: 'poolId',
  pool_not_running: 'poolId',
  not_found: 'poolId',
};

const empty = { poolId: '', name: '', email: '', endDate: '', recycle: false };
type Values = typeof empty;
type Form = UseFormReturnType<Values>;
type Refused = Record<string, string>;

interface Props {
  busy: boolean;
  /** What the last try was refused with. */
  error: Error | null;
  /** Called when another pool is chosen: what was said of the one before no longer holds. */
  onReset: () => void;
  onAssign: (assignment: Assignment, pool: PoolChoice) => void;
  onClose: () => void;
}

const assignment = (pool: PoolChoice, { name, email, endDate, recycle }: Values): Assignment => ({
  poolId: pool.id,
  name: name.trim(),
  email: email.trim(),
  endDate: endDate ? nextInputDay(endDate) : undefined,
  recycle: (pool.available === 0 && recycle) || undefined,
});

function useAssignForm(): Form {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  return useForm({
    initialValues: { ...empty, poolId: search.pool ?? '', email: search.email ?? '' },
    validate: {
      name: (v) => (v.trim() ? null : t('form.nameNeeded')),
      email: (v) => (/^\S+@\S+\.\S+$/.test(v.trim()) ? null : t('form.emailNeeded')),
    },
  });
}

/** What is asked for to give one license to one person. */
export function AssignForm({ busy, error, onReset, onAssign, onClose }: Props) {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const { courses, pools, isPending } = usePoolChoices(search.course);
  const form = useAssignForm();
  const { poolId } = form.values;
  const pool = pools.find((p) => String(p.id) === poolId) ?? pools.find((p) => p.available > 0) ?? pools[0];
  const errors = useFieldErrors();
  const problem = error ? errors(error, fieldOf) : { fields: {} as Refused, form: null };
  const submit = form.onSubmit((values) => {
    if (!pool) return;
    form.setFieldValue('poolId', String(pool.id));
    onAssign(assignment(pool, values), pool);
  });
  const choose = (id: string) => {
    onReset();
    form.setFieldValue('poolId', id);
  };
  return (
    <form onSubmit={submit} noValidate>
      {isPending ? (
        <Skeleton height={48} role="status" aria-label={t('common.loading')} />
      ) : (
        <p className="soft">{pool ? t('assign.lead', { course: pool.title }) : t('assign.noPool')}</p>
      )}
      <PoolSelect mt="md" courses={courses} pool={pool} error={problem.fields.poolId} onChoose={choose} />
      {pool?.available === 0 && <WhenFull pool={pool} form={form} />}
      <PersonFields pool={pool} form={form} refused={problem.fields} />
      <EndDateField pool={pool} form={form} refused={problem.fields} />
      {problem.form && (
        <Alert mt="md" color="clay" role="alert">
          {problem.form}
        </Alert>
      )}
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={busy}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!pool}>
          {t('assign.open')}
        </Button>
      </DialogFoot>
    </form>
  );
}

/** What can be done about a pool that is used up. */
function WhenFull({ pool, form }: { pool: PoolChoice; form: Form }) {
  const { t } = useTranslation();
  return pool.transferable ? (
    <Checkbox
      mt="sm"
      label={t('assign.recycle')}
      description={t('assign.recycleHint')}
      {...form.getInputProps('recycle', { type: 'checkbox' })}
    />
  ) : (
    <p className="soft small" role="status">
      {t('assign.fullUntransferable')}
    </p>
  );
}

interface FieldProps {
  pool: PoolChoice | undefined;
  form: Form;
  refused: Refused;
}

/** A field's own error comes first, then what the server said of it. */
function field({ form, refused }: FieldProps, name: 'name' | 'email' | 'endDate') {
  const { error, ...props } = form.getInputProps(name);
  return { ...props, error: error ?? refused[name] };
}

function PersonFields(props: FieldProps) {
  const { t } = useTranslation();
  const { pool, form } = props;
  const { data: me } = useQuery(meQuery(useManager().id));
  const domains = (pool?.transferable && me?.allowedDomainsForTransferableLicenses) || [];
  return (
    <>
      <TextInput
        mt="md"
        label={t('form.name')}
        autoComplete="off"
        withAsterisk
        data-autofocus
        {...field(props, 'name')}
      />
      <TextInput
        mt="md"
        inputMode="email"
        label={t('form.email')}
        autoComplete="off"
        withAsterisk
        placeholder={domains[0] ? `name@${domains[0]}` : t('form.emailExample')}
        description={domains.length > 0 ? t('assign.domains', { domains: domains.join(', ') }) : undefined}
        {...field(props, 'email')}
        onBlur={() => {
          if (pool?.transferable && form.values.email.includes('@') && !allowedDomain(form.values.email, domains))
            form.setFieldError('email', t('error.domain_not_allowed'));
        }}
      />
    </>
  );
}

function EndDateField(props: FieldProps) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const { pool } = props;
  return (
    <TextInput
      mt="md"
      type="date"
      label={t('assign.endDate')}
      description={pool && t('assign.endHint', { end: lastDay(pool.end) })}
      min={inputDay(0)}
      max={pool && lastInputDay(pool.end)}
      {...field(props, 'endDate')}
    />
  );
}
