import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Merged, PublisherStudent } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Console.module.css';
import { merge, studentsQuery } from './people.ts';
import { usePublish } from './queries.ts';

interface Props {
  student: PublisherStudent;
  onClose: () => void;
}

/** Merges a person into another: first it is shown what would become of each license. */
export function MergeDialog({ student, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [into, setInto] = useState('');
  const rehearsal = usePublish((other: number) => merge(student.id, other, true));
  const change = usePublish((other: number) => merge(student.id, other, false));
  const faults = useFaults({ into: !into && t('console.people.chooseOther') }, rehearsal.error ?? change.error);
  const busy = rehearsal.isPending || change.isPending;
  const plan = rehearsal.data;
  const submit = faults.send(() => {
    if (!plan) return rehearsal.mutate(Number(into));
    change.mutate(Number(into), {
      onSuccess: ({ id }) => {
        toast(t('console.people.mergeDone'));
        void navigate({ to: `/publisher/people/${id}` as '/' });
      },
    });
  });
  return (
    <Dialog title={t('console.people.mergeTitle')} onClose={onClose} busy={busy}>
      <Form onSubmit={submit} busy={busy}>
        {plan ? (
          <Plan plan={plan} />
        ) : (
          <Choice student={student} value={into} onChange={setInto} error={faults.of('into')} />
        )}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={busy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} color={plan ? 'clay' : undefined}>
            {t(plan ? 'console.people.mergeAction' : 'console.people.rehearse')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface ChoiceProps {
  student: PublisherStudent;
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
}

function Choice({ student, value, onChange, error }: ChoiceProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const search = words.trim();
  const query = useQuery({ ...studentsQuery({ search, page: 1, pageSize: 10 }), enabled: search.length > 1 });
  const others = (search.length > 1 ? (query.data?.items ?? []) : []).filter(
    ({ id, email }) => id !== student.id && email !== '',
  );
  return (
    <>
      <p className="soft">
        <Sentence text="console.people.mergeText" values={{ name: student.name, email: student.email }} />
      </p>
      <TextInput
        mt="md"
        type="search"
        label={t('console.people.other')}
        description={t('console.people.search')}
        value={words}
        onChange={(e) => setWords(e.currentTarget.value)}
        data-autofocus
      />
      <Radio.Group mt="md" label={t('console.people.keeps')} value={value} onChange={onChange} error={error}>
        {others.map(({ id, name, email }) => (
          <Radio key={id} mt="xs" value={String(id)} label={name} description={email} />
        ))}
      </Radio.Group>
      {search.length > 1 && query.data && others.length === 0 && <p className="soft">{t('common.nothingFound')}</p>}
    </>
  );
}

function Plan({ plan }: { plan: Merged }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const titles = new Map(plan.licenses.map(({ course }) => [course.id, course.title]));
  const { licenses, ...from } = plan.merged;
  return (
    <>
      <p role="status">
        <Sentence
          text="console.people.plan"
          values={{ from: from.name, fromEmail: from.email, name: plan.name, email: plan.email }}
        />
      </p>
      {licenses.length === 0 ? (
        <p className="soft">{t('console.people.planNone')}</p>
      ) : (
        <ul className={classes.history}>
          {licenses.map(({ licenseId, courseId, end, becomes }) => (
            <li key={licenseId}>
              <strong>
                <bdi>{titles.get(courseId) ?? `#${courseId}`}</bdi>
              </strong>
              <span className="soft">{t('console.people.until', { end: lastDay(end) })}</span>
              <span>{t(`console.people.becomes.${becomes}`)}</span>
            </li>
          ))}
        </ul>
      )}
      <Alert mt="md" color="brass">
        {t('console.people.mergeWarning')}
      </Alert>
    </>
  );
}
