import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Token } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { IconEyeOff } from '../ui/icons.ts';
import { useFaults } from '../ui/useFaults.ts';
import { createToken, type NewToken } from './queries.ts';

/** Makes a token and shows it, once. */
export default function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [name, setName] = useState('');
  const [permission, setPermission] = useState<Token['permission']>('write');
  const change = useChange((token: NewToken) => createToken(manager.id, token));
  const faults = useFaults({ name: !name.trim() && t('form.needed'), permission: null }, change.error);
  if (change.data) return <Created token={change.data.token} onClose={onClose} />;
  return (
    <Dialog title={t('token.createTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={faults.send(() => change.mutate({ name: name.trim(), permission }))} busy={change.isPending}>
        <TextInput
          label={t('token.name')}
          description={t('token.nameHint')}
          required
          maxLength={200}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
          data-autofocus
        />
        <Radio.Group
          mt="md"
          label={t('token.permission')}
          value={permission}
          onChange={(v) => setPermission(v as Token['permission'])}
        >
          <Radio mt="xs" value="write" label={t('token.permissions.write')} description={t('token.writeHint')} />
          <Radio mt="xs" value="read" label={t('token.permissions.read')} description={t('token.readHint')} />
        </Radio.Group>
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('token.create')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function Created({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('token.createdTitle')} onClose={onClose} busy>
      <Alert color="brass" mb="md" icon={<IconEyeOff size={18} />}>
        {t('token.once')}
      </Alert>
      <CopyField value={token} label={t('token.newToken')} wrap />
      <DialogFoot>
        <Button onClick={onClose}>{t('token.kept')}</Button>
      </DialogFoot>
    </Dialog>
  );
}
