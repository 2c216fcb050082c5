import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { createCourse, usePublish } from './queries.ts';

export function NewCourseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const change = usePublish(createCourse);
  const faults = useFaults({ title: !title.trim() && t('form.needed') }, change.error);
  const submit = faults.send(() => change.mutate({ title: title.trim() }, { onSuccess: onClose }));
  return (
    <Dialog title={t('publisher.newCourse')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <TextInput
          required
          label={t('publisher.courseTitle')}
          value={title}
          onChange={(e) => setTitle(e.currentTarget.value)}
          error={faults.of('title')}
          data-autofocus
        />
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
