import { Alert, Badge, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherManager } from '../api/types.ts';
import { MailFailure } from '../member/InvitationState.tsx';
import { isAddress } from '../ui/address.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Publisher.module.css';
import { inviteOwner, ownersQuery, usePublish } from './queries.ts';

/** Who runs a license manager, and the way to invite an owner: for a customer who has none, or lost theirs. */
export function Owners({ manager }: { manager: PublisherManager }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const { data } = useQuery(ownersQuery(manager.id));
  const owners = data?.items.filter((m) => m.role === 'owner') ?? [];
  const change = usePublish((to: string) => inviteOwner(manager.id, to));
  const faults = useFaults({ email: !isAddress(email) && t('form.emailNeeded') }, change.error, {
    already_member: 'email',
    rate_limited: 'email',
  });
  const invite = (to: string) =>
    change.mutate(to, {
      onSuccess: () => {
        toast(<Sentence text="member.invitedDone" values={{ email: to }} />);
        setEmail('');
      },
    });
  return (
    <section className={classes.owners} aria-label={t('publisher.owners')}>
      <h3>{t('publisher.owners')}</h3>
      {data && owners.length === 0 && <Alert color="brass">{t('publisher.noOwnerText')}</Alert>}
      <ul>
        {owners.map((m) => (
          <li key={m.id}>
            <span className={classes.words}>
              <bdi>{m.name || m.email}</bdi>
              {m.state === 'invited' && (
                <Badge ml={8} size="sm" variant="light" color={m.mail?.state === 'failed' ? 'clay' : 'brass'}>
                  {t(m.mail?.state === 'failed' ? 'member.mailFailed' : 'member.invited')}
                </Badge>
              )}
              <MailFailure member={m} />
            </span>
            {m.state === 'invited' && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => invite(m.email)}
                aria-label={t('member.againTo', { email: m.email })}
              >
                {t('member.again')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Form className={classes.inviteOwner} onSubmit={faults.send(() => invite(email.trim()))} busy={change.isPending}>
        <TextInput
          type="email"
          required
          label={t('publisher.owner')}
          description={t('publisher.ownerHint')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
        />
        <Button type="submit" variant="default" loading={change.isPending}>
          {t('publisher.inviteOwner')}
        </Button>
        <FormAlert>{faults.form}</FormAlert>
      </Form>
    </section>
  );
}
