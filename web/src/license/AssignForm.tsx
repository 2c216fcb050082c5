import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { isAddress } from '../ui/address.ts';
import { DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { inputDay, lastInputDay, useFormat } from '../ui/format.ts';
import { useFieldErrors } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import classes from './Assign.module.css';
import type { AssignDraft } from './AssignDialog.tsx';
import { CourseRows, type Preview } from './CourseRows.tsx';
import {
  earliestEnd,
  type Faults,
  faultsOf,
  firstRow,
  isFaultless,
  isTaking,
  type Part,
  type Person,
  partOf,
} from './choice.ts';
import { PersonField, useKnown } from './PersonField.tsx';
import { allowedDomain, type CourseChoice, usePoolChoices } from './poolChoices.ts';
import { losingQuery, meQuery } from './queries.ts';

const fieldOf = {
  domain_not_allowed: 'email',
  already_enrolled: 'email',
  end_date_in_past: 'endDate',
  no_available_licenses: 'poolId',
  recycle_not_allowed: 'poolId',
  pool_closed: 'poolId',
  pool_not_running: 'poolId',
  not_found: 'poolId',
};

interface Props {
  draft: AssignDraft;
  onDraft: (draft: AssignDraft) => void;
  busy: boolean;
  /** What the last try was refused with. */
  error: Error | null;
  /** Called when something else is chosen: what was said before no longer holds. */
  onReset: () => void;
  onAssign: (parts: Part[], person: Person) => void;
  onClose: () => void;
}

/** What is asked for to give one person one course, or several. */
export function AssignForm(props: Props) {
  const { t } = useTranslation();
  const { courses, isPending } = usePoolChoices();
  if (isPending) return <Skeleton height={320} role="status" aria-label={t('common.loading')} />;
  if (courses.length > 0) return <Fields {...props} courses={courses} />;
  return (
    <>
      <p className="soft">{t('assign.noPool')}</p>
      <DialogFoot>
        <Button onClick={props.onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </DialogFoot>
    </>
  );
}

/** Who would lose a license, by row, as soon as it is known who gets it. */
function usePreviews(parts: Part[], email: string): ReadonlyMap<number, Preview> {
  const manager = useManager();
  const asked = isAddress(email) ? parts.filter(isTaking) : [];
  const answers = useQueries({
    queries: asked.map(({ row, pool }) => losingQuery(manager.id, pool?.id ?? 0, email.trim(), row.policy)),
  });
  return new Map(asked.map(({ row }, index) => [row.key, answers[index]]));
}

function useAssignFields(courses: CourseChoice[], { draft, onDraft }: Pick<Props, 'draft' | 'onDraft'>) {
  const [search] = usePageSearch();
  const { rows = [firstRow(courses, search.course, search.pool)], person } = draft;
  const setRows = (changed: typeof rows) => onDraft({ ...draft, rows: changed });
  const setPerson = (changed: Person) => onDraft({ ...draft, person: changed });
  const [asked, setAsked] = useState(false);
  const parts = rows.map((row) => partOf(row, courses));
  const { found, known } = useKnown(person.email);
  const faults = faultsOf(parts, person, known !== undefined);
  const previews = usePreviews(parts, person.email);
  const shown: Faults | null = asked ? faults : null;
  return { parts, setRows, person, setPerson, setAsked, found, known, faults, shown, previews };
}

function Fields({ courses, busy, error, onReset, onAssign, onClose, ...kept }: Props & { courses: CourseChoice[] }) {
  const { t } = useTranslation();
  const fields = useAssignFields(courses, kept);
  const { parts, person, previews } = fields;
  const errors = useFieldErrors();
  const problem = error ? errors(error, fieldOf) : { fields: {} as Record<string, string>, form: null };
  const forGood = parts.filter(({ pool }) => pool && !pool.transferable).length;
  const taking = parts.filter(isTaking);
  const waits = taking.map(({ row }) => previews.get(row.key)).some((p) => p && !p.data && !p.error);
  const losing = taking.flatMap(({ row }) => previews.get(row.key)?.data?.losing[0] ?? []);
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    fields.setAsked(true);
    const foreseen = losing.length === taking.length;
    if (isFaultless(fields.faults) && foreseen && !busy) onAssign(parts, person);
  };
  const change = (patch: Partial<Person>) => {
    if (error) onReset();
    fields.setPerson({ ...person, ...patch });
  };
  return (
    <Form onSubmit={submit} busy={busy}>
      <CourseRows
        courses={courses}
        parts={parts}
        previews={previews}
        faults={fields.shown}
        refused={problem.fields.poolId}
        onRows={(rows) => {
          if (error) onReset();
          fields.setRows(rows);
        }}
      />
      <PersonFields fields={fields} refused={problem.fields} onChange={change} />
      <EndDateField fields={fields} refused={problem.fields} onChange={change} />
      <FormAlert>{problem.form}</FormAlert>
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={busy}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy || waits} color={forGood ? 'brass' : losing.length ? 'clay' : undefined}>
          <Action courses={parts.length} forGood={forGood} losing={losing.map(({ student }) => nameOf(student))} />
        </Button>
      </DialogFoot>
    </Form>
  );
}

/** The button says what it does. */
function Action({ courses, forGood, losing }: { courses: number; forGood: number; losing: string[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const one = courses === 1;
  const words = [
    one
      ? t(forGood ? 'assign.forGood' : 'assign.open')
      : t('assign.openMany', { count: courses, number: number(courses) }),
    !one && forGood > 0 && t('assign.someForGood', { count: forGood, number: number(forGood) }),
    losing.length === 1 && t('assign.takingFrom', { name: losing[0] }),
    losing.length > 1 && t('assign.takingSome', { count: losing.length, number: number(losing.length) }),
  ];
  return words.filter(Boolean).join(', ');
}

interface FieldProps {
  fields: ReturnType<typeof useAssignFields>;
  refused: Record<string, string>;
  onChange: (patch: Partial<Person>) => void;
}

function PersonFields({ fields, refused, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { parts, person, found, known, shown } = fields;
  const { data: me } = useQuery(meQuery(useManager().id));
  const [left, setLeft] = useState(false);
  const lends = parts.some(({ pool }) => pool?.transferable);
  const domains = (lends && me?.allowedDomainsForTransferableLicenses) || [];
  const outside = left && lends && isAddress(person.email) && !allowedDomain(person.email, domains);
  const wrong = (shown?.email && t(shown.email)) || refused.email || (outside && t('error.domain_not_allowed'));
  return (
    <>
      <PersonField
        value={person.email}
        onChange={(email) => {
          setLeft(false);
          onChange({ email });
        }}
        onLeave={() => setLeft(true)}
        found={found}
        known={known}
        description={[
          t('assign.personHint'),
          domains.length > 0 && t('assign.domains', { domains: domains.join(', ') }),
        ]
          .filter(Boolean)
          .join(' ')}
        placeholder={domains[0] ? `name@${domains[0]}` : t('form.emailExample')}
        error={wrong || undefined}
        first={parts[0]?.course !== undefined}
      />
      {known ? (
        <p className={classes.known} role="status">
          {t('assign.known', { name: nameOf(known), count: known.licenses, number: known.licenses })}
        </p>
      ) : (
        <TextInput
          mt="md"
          label={t('form.name')}
          autoComplete="off"
          withAsterisk
          maxLength={200}
          value={person.name}
          onChange={(e) => onChange({ name: e.currentTarget.value })}
          error={(shown?.name && t(shown.name)) || refused.name}
        />
      )}
    </>
  );
}

function EndDateField({ fields, refused, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const { parts, person, faults } = fields;
  const end = earliestEnd(parts);
  const words = end && { end: lastDay(end) };
  const fault = faults.endDate && t(faults.endDate, words || {});
  return (
    <TextInput
      mt="md"
      type="date"
      label={t('assign.endDate')}
      description={words && t(parts.length > 1 ? 'assign.endHintMany' : 'assign.endHint', words)}
      min={inputDay(0)}
      max={end && lastInputDay(end)}
      value={person.endDate}
      onChange={(e) => onChange({ endDate: e.currentTarget.value })}
      error={fault || refused.endDate}
    />
  );
}
