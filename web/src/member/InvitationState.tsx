import { Alert, Badge, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Member } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { toast, toastError, useErrorText } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { inviteAgain } from './queries.ts';

/** How an invitation stands: open, run out, or its mail did not get through. */
export function InvitationBadge({ member }: { member: Member }) {
  const { t } = useTranslation();
  if (member.state !== 'invited') return null;
  const over = member.expires !== null && Date.parse(member.expires) <= Date.now();
  const failed = member.mail?.state === 'failed';
  const words = failed ? 'mailFailed' : over ? 'ranOut' : 'invited';
  return (
    <Badge ml={8} size="sm" variant="light" color={failed ? 'clay' : over ? 'gray' : 'brass'}>
      {t(`member.${words}`)}
    </Badge>
  );
}

/** Why the mail did not get through, as the mail server said it. */
export function MailFailure({ member }: { member: Member }) {
  const { t } = useTranslation();
  if (member.mail?.state !== 'failed') return null;
  return (
    <Alert mt={6} p={8} color="clay" variant="light">
      <span className="small">
        {member.mail.error ? t('member.mailFailedText', { error: member.mail.error }) : t('member.mailNotSent')}
      </span>
    </Alert>
  );
}

/** Sends an invitation again, or hands out its link. */
export function InvitationActions({ member }: { member: Member }) {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const change = useChange(() => inviteAgain(manager.id, member.id));
  const { email, invitationUrl } = member;
  const send = () =>
    change.mutate(undefined, {
      onSuccess: () => toast(<Sentence text="member.invitedDone" values={{ email }} />),
      onError: (error) => toastError(text(error)),
    });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={change.isPending}
        onClick={send}
        aria-label={t('member.againTo', { email })}
      >
        {t('member.again')}
      </Button>
      {invitationUrl && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => copy(invitationUrl)}
          aria-label={t('member.copyOf', { email })}
        >
          <span aria-live="polite">{t(copied ? 'common.copied' : 'member.copyLink')}</span>
        </Button>
      )}
    </>
  );
}
