import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFoot } from '../ui/Dialog.tsx';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { useErrorText } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Account.module.css';
import type { Proof } from './auth.ts';
import { MailedCode } from './MailedCode.tsx';
import { useMethods } from './useMethods.ts';

interface Props {
  lead: string;
  action: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onProof: (proof: Proof) => void;
  onClose: () => void;
}

/** Asks for the password again before something delicate, or for a code by mail where there is none. */
export function AskPassword({ lead, action, danger = false, busy, error, onProof, onClose }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  const methods = useMethods();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const faults = useFaults({
    proof: methods?.password ? !password && t('form.passwordNeeded') : !code.trim() && t('form.codeNeeded'),
  });
  const wrong = faults.of('proof') ?? (error ? text(error) : undefined);
  if (!methods) return null;
  return (
    <Form
      className={classes.stack}
      onSubmit={faults.send(() => onProof(methods.password ? { password } : { proof: code.trim() }))}
      busy={busy}
    >
      <p className="soft">{lead}</p>
      {methods.password ? (
        <PasswordField
          required
          label={t('form.password')}
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          error={wrong}
          data-autofocus
        />
      ) : (
        <MailedCode value={code} onChange={setCode} error={wrong} />
      )}
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={busy}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" color={danger ? 'clay' : undefined} loading={busy}>
          {action}
        </Button>
      </DialogFoot>
    </Form>
  );
}
