import { Alert, Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form } from '../ui/Form.tsx';
import { useErrorText } from '../ui/problem.ts';

interface Props {
  title: string;
  lead: string;
  /** What the button says: what it does, and to how many. */
  action: string;
  /** `clay` where something is taken away, `brass` where it is given for good. */
  color?: 'clay' | 'brass' | undefined;
  disabled: boolean;
  pending: boolean;
  error: unknown;
  /** Called when the form is sent and everybody is known whom it concerns. */
  onConfirm: (event: React.FormEvent) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something is done to many: whom it concerns is read first. */
export function ManyConfirm({
  title,
  lead,
  action,
  color,
  disabled,
  pending,
  error,
  onConfirm,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  return (
    <Dialog title={title} onClose={onClose} size="lg">
      <Form onSubmit={onConfirm} busy={pending || Boolean(error)}>
        <p className="soft">{lead}</p>
        {pending && <Skeleton height={90} mt="md" role="status" aria-label={t('common.loading')} />}
        {error ? (
          <Alert mt="md" color="clay" role="alert">
            {text(error)}
          </Alert>
        ) : null}
        {!pending && !error && children}
        <DialogFoot>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color={color} disabled={pending || !!error || disabled}>
            {action}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
