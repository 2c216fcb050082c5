import { Alert, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import { createIn, usePublish } from './queries.ts';

export function NewCourseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const [title, setTitle] = useState('');
  const change = usePublish((body: object) => createIn('courses', body));
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  return (
    <Dialog title={t('publisher.newCourse')} onClose={onClose}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate({ title: title.trim() }, { onSuccess: onClose });
        }}
      >
        <TextInput
          required
          label={t('publisher.courseTitle')}
          value={title}
          onChange={(e) => setTitle(e.currentTarget.value)}
          error={problem.fields.title}
          data-autofocus
        />
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!title.trim()}>
            {t('common.create')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
