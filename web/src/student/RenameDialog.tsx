import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import { rename } from './queries.ts';

/** Corrects the name of a person who has no account yet. */
export function RenameDialog({ student, onClose }: { student: StudentRow; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [name, setName] = useState(student.name === 'Student' ? '' : student.name);
  const change = useChange(
    () => rename(manager.id, student.id, name.trim()),
    () => {
      toast(t('student.person.renamed'));
      onClose();
    },
  );
  const faults = useFaults({ name: !name.trim() && t('form.nameNeeded') }, change.error);
  const save = faults.send(() => change.mutate(undefined));
  return (
    <Dialog title={t('student.person.rename')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={save} busy={change.isPending}>
        <TextInput
          required
          maxLength={200}
          label={t('form.name')}
          description={<bdi>{student.email}</bdi>}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
          data-autofocus
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
