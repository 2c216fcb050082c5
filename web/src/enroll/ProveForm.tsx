import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/app.ts';
import type { LinkPage } from '../api/types.ts';
import { LookAtMail } from '../mail/LookAtMail.tsx';
import { Form } from '../ui/Form.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import classes from './Enroll.module.css';
import { useMailError } from './refusal.ts';
import { Told } from './Told.tsx';

interface Asked {
  email: string;
  name: string;
}

/** The mail that proves an address, asked for as often as it takes to arrive. */
function useMail(code: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ email, name }: Asked) =>
      send('post', '/api/app/links/{code}/request', { path: { code }, body: { email, name: name || undefined } }),
    onError: () => client.invalidateQueries({ queryKey: ['enroll'] }),
  });
}

/** Proves an address: the mail that is sent comes back to this page, signed in. */
export function ProveForm({ code, link }: { code: string; link: LinkPage }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const mail = useMail(code);
  if (asked && mail.isSuccess) return <Mailed code={code} link={link} asked={asked} onBack={() => mail.reset()} />;
  return (
    <AskForm
      link={link}
      first={asked ?? { email: '', name: '' }}
      busy={mail.isPending}
      error={mail.error}
      onAsk={(given) => {
        setAsked(given);
        mail.mutate(given);
      }}
    />
  );
}

interface AskProps {
  link: LinkPage;
  first: Asked;
  busy: boolean;
  error: Error | null;
  onAsk: (asked: Asked) => void;
}

function useProblem(link: LinkPage, error: Error | null) {
  const errors = useFieldErrors();
  const text = useMailError(link);
  if (!error) return { fields: {} as Record<string, string>, form: null };
  if (error instanceof ApiError && error.code === 'domain_not_allowed')
    return { fields: { email: text(error) } as Record<string, string>, form: null };
  const { fields, form } = errors(error, {});
  return { fields, form: form && text(error) };
}

function AskForm({ link, first, busy, error, onAsk }: AskProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(first.email);
  const [name, setName] = useState(first.name);
  const [sent, setSent] = useState(false);
  const problem = useProblem(link, error);
  const missing = sent && !email.trim() ? t('form.yourEmailNeeded') : undefined;
  return (
    <Form
      className={classes.form}
      busy={busy}
      onSubmit={(e) => {
        e.preventDefault();
        setSent(true);
        if (email.trim() && !busy) onAsk({ email: email.trim(), name: name.trim() });
      }}
    >
      <TextInput
        inputMode="email"
        withAsterisk
        aria-required
        label={t('form.yourEmail')}
        autoComplete="email"
        placeholder={link.domains?.[0] ? t('form.emailAt', { domain: link.domains[0] }) : undefined}
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        error={missing ?? problem.fields.email}
      />
      <TextInput
        label={t('form.yourNameOptional')}
        autoComplete="name"
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={problem.fields.name}
      />
      {problem.form && <Told kind="refused">{problem.form}</Told>}
      <Button type="submit" loading={busy}>
        {t('enroll.ask')}
      </Button>
      <p className="soft small">{t('enroll.why')}</p>
    </Form>
  );
}

function Mailed({ code, link, asked, onBack }: { code: string; link: LinkPage; asked: Asked; onBack: () => void }) {
  const { t } = useTranslation();
  const again = useMail(code);
  const text = useMailError(link);
  return (
    <>
      <Told key={again.isSuccess ? again.submittedAt : 'first'} kind="done" title={t('signIn.mailedTitle')}>
        {t(again.isSuccess ? 'enroll.mailedAgain' : 'enroll.mailed', { email: asked.email })}
      </Told>
      {again.error && (
        <Told key={again.submittedAt} kind="refused">
          {text(again.error)}
        </Told>
      )}
      <LookAtMail email={asked.email} />
      <p className="soft small">{t('enroll.noMail')}</p>
      <Button variant="default" loading={again.isPending} onClick={() => again.mutate(asked)}>
        {t('enroll.again')}
      </Button>
      <Button variant="subtle" onClick={onBack}>
        {t('enroll.otherAddress')}
      </Button>
    </>
  );
}
