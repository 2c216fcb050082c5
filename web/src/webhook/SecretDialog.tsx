import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { IconEyeOff } from '../ui/icons.ts';

interface Props {
  title: string;
  secret: string;
  /** What else there is to know. */
  note?: string;
  onClose: () => void;
}

/** A new secret, which can be read here and nowhere else. */
export function SecretDialog({ title, secret, note, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose} busy>
      <Alert color="brass" mb="md" icon={<IconEyeOff size={18} />}>
        {t('webhook.once')}
      </Alert>
      <CopyField value={secret} label={t('webhook.newSecret')} wrap />
      <p className="soft small">{note ?? t('webhook.secretHint')}</p>
      <DialogFoot>
        <Button onClick={onClose}>{t('token.kept')}</Button>
      </DialogFoot>
    </Dialog>
  );
}
