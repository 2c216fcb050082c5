import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherStudent } from '../api/types.ts';
import { isAddress } from '../ui/address.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { correct, erase } from './people.ts';
import { usePublish } from './queries.ts';

interface Props {
  student: PublisherStudent;
  onClose: () => void;
}

/** Corrects name and address. */
export function CorrectDialog({ student, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(student.name);
  const [email, setEmail] = useState(student.email);
  const change = usePublish((body: { name: string; email: string }) => correct(student.id, body));
  const faults = useFaults(
    { name: !name.trim() && t('form.needed'), email: !isAddress(email) && t('form.emailNeeded') },
    change.error,
    { email_in_use: 'email' },
  );
  const submit = faults.send(() =>
    change.mutate(
      { name: name.trim(), email: email.trim() },
      {
        onSuccess: () => {
          toast(t('console.saved'));
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('console.people.correctTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <TextInput
          withAsterisk
          label={t('form.name')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
          data-autofocus
        />
        <TextInput
          mt="md"
          withAsterisk
          type="email"
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
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

/** Erases a person for good, once their address was typed. */
export function EraseDialog({ student, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [ends, setEnds] = useState(false);
  const change = usePublish((end: boolean) => erase(student.id, end));
  const active = student.activeLicenses;
  const same = typed.trim().toLowerCase() === student.email.toLowerCase();
  const faults = useFaults(
    {
      typed: !same && t('console.people.typeAddress'),
      end: active > 0 && !ends && t('console.people.endNeeded'),
    },
    change.error,
    { has_licenses: 'end' },
  );
  const submit = faults.send(() =>
    change.mutate(ends, {
      onSuccess: () => {
        toast(t('console.people.eraseDone'));
        onClose();
      },
    }),
  );
  return (
    <Dialog title={t('console.people.eraseTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <Alert color="clay" title={t('console.people.eraseWarning')}>
          <Sentence text="console.people.eraseText" values={{ name: student.name, email: student.email }} />
        </Alert>
        {active > 0 && (
          <Checkbox
            mt="md"
            label={t('console.people.end', { count: active })}
            checked={ends}
            onChange={(e) => setEnds(e.currentTarget.checked)}
            error={faults.of('end')}
          />
        )}
        <TextInput
          mt="md"
          withAsterisk
          autoComplete="off"
          label={t('console.people.typeLabel')}
          description={student.email}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          error={faults.of('typed')}
          data-autofocus
        />
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="clay" loading={change.isPending}>
            {t('console.people.eraseAction')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
