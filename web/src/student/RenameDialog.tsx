import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { toast, useErrorText } from '../ui/problem.ts';
import { rename } from './queries.ts';

/** Corrects the name of a person who has no account yet. */
export function RenameDialog({ student, onClose }: { student: StudentRow; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const [name, setName] = useState(student.name === 'Student' ? '' : student.name);
  const change = useChange(
    () => rename(manager.id, student.id, name.trim()),
    () => {
      toast(t('student.person.renamed'));
      onClose();
    },
  );
  const save = (e: React.FormEvent) => {
    e.preventDefault();
    change.mutate(undefined);
  };
  return (
    <Dialog title={t('student.person.rename')} onClose={onClose} busy={change.isPending}>
      <form onSubmit={save}>
        <TextInput
          required
          maxLength={200}
          label={t('form.name')}
          description={student.email}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={change.error ? text(change.error) : undefined}
          data-autofocus
        />
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
