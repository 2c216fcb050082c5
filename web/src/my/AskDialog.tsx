import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BorrowPlace } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form } from '../ui/Form.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useBorrow } from './useBorrow.ts';

/** Asks for a license that somebody has to approve. */
export function AskDialog({ place, onClose }: { place: BorrowPlace; onClose: () => void }) {
  const { t } = useTranslation();
  const [message, setMessage] = useState('');
  const { borrow, isPending } = useBorrow(onClose);
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    borrow(place.linkId, message);
  };
  return (
    <Dialog title={t('library.askTitle')} onClose={onClose} busy={isPending}>
      <Form onSubmit={submit} busy={isPending}>
        <p>
          <Sentence text="library.askText" values={{ course: place.course.title, manager: place.manager }} />
        </p>
        <Textarea
          mt="md"
          label={t('library.message')}
          description={t('library.messageHint')}
          maxLength={1000}
          autosize
          minRows={3}
          value={message}
          onChange={(e) => setMessage(e.currentTarget.value)}
          data-autofocus
        />
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {t('library.ask')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
