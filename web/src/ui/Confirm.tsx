import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from './Dialog.tsx';
import { useErrorText } from './problem.ts';

interface Props {
  title: string;
  children: ReactNode;
  action: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, children, action, danger = true, busy, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  return (
    <Dialog title={title} onClose={onClose} busy={busy}>
      {children}
      {error ? (
        <Alert color="clay" mt="md" role="alert">
          {text(error)}
        </Alert>
      ) : null}
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color={danger ? 'clay' : undefined} loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
