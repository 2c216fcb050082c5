import { Badge, Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member, PublisherManager } from '../api/types.ts';
import { isAddress } from '../ui/address.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Console.module.css';
import { History } from './History.tsx';
import { ManagerDialog } from './ManagerDialog.tsx';
import { PoolList } from './PoolList.tsx';
import { DataTable, Facts, Loaded, Part, useStaff } from './parts.tsx';
import { ownersQuery, usePublish } from './queries.ts';
import { inviteTo, managerQuery, suspend } from './records.ts';

/** One customer: what was sold, who works with it, and what happened. */
export function ManagerPage() {
  const { t } = useTranslation();
  const { managerId } = useParams({ strict: false }) as { managerId: string };
  const query = useQuery(managerQuery(managerId));
  return (
    <>
      <BackLink to="/publisher/managers">{t('publisher.managers')}</BackLink>
      <Loaded query={query}>{(manager) => <Manager manager={manager} />}</Loaded>
    </>
  );
}

function Manager({ manager }: { manager: PublisherManager }) {
  const { t } = useTranslation();
  const { number, date } = useFormat();
  const { canChange } = useStaff();
  const [search, change] = usePageSearch();
  const close = () => change({ dialog: undefined });
  const [free, used] = [manager.licenses - manager.assignedLicenses, manager.assignedLicenses].map(number);
  return (
    <>
      <PageHead title={manager.name} text={manager.email}>
        {canChange && (
          <>
            <Button variant="default" onClick={() => change({ dialog: 'edit' }, { push: true })}>
              {t('common.edit')}
            </Button>
            <Button
              variant="default"
              color={manager.suspended ? undefined : 'clay'}
              onClick={() => change({ dialog: 'suspend' }, { push: true })}
            >
              {t(manager.suspended ? 'console.manager.resume' : 'console.manager.suspend')}
            </Button>
          </>
        )}
      </PageHead>
      {manager.suspended && (
        <Badge mb="md" color="clay" variant="light">
          {t('console.manager.suspended')}
        </Badge>
      )}
      <Facts
        of={[
          [t('publisher.pools'), number(manager.pools)],
          [t('console.overview.sold'), number(manager.licenses)],
          [t('console.overview.used'), used],
          [t('console.overview.free'), free],
          [t('publisher.domains'), manager.allowedDomains.join(', ') || '–'],
          [t('console.since'), date(manager.created)],
        ]}
      />
      <Part title={t('publisher.pools')}>
        <PoolList filter={{ managerId: manager.id }} />
      </Part>
      <Members manager={manager} />
      <Part title={t('console.history')}>
        <History managerId={manager.id} />
      </Part>
      {search.dialog === 'edit' && <ManagerDialog manager={manager} onClose={close} />}
      {search.dialog === 'suspend' && <SuspendDialog manager={manager} onClose={close} />}
    </>
  );
}

function SuspendDialog({ manager, onClose }: { manager: PublisherManager; onClose: () => void }) {
  const { t } = useTranslation();
  const what = manager.suspended ? 'resume' : 'suspend';
  const change = usePublish((suspended: boolean) => suspend(manager.id, suspended));
  return (
    <Confirm
      title={t(`console.manager.${what}Title`)}
      action={t(`console.manager.${what}`)}
      danger={!manager.suspended}
      busy={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(!manager.suspended, {
          onSuccess: () => {
            toast(<Sentence text={`console.manager.${what}Done`} values={{ name: manager.name }} />);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p>
        <Sentence text={`console.manager.${what}Text`} values={{ name: manager.name }} />
      </p>
    </Confirm>
  );
}

function Members({ manager }: { manager: PublisherManager }) {
  const { t } = useTranslation();
  const { canChange } = useStaff();
  const query = useQuery(ownersQuery(manager.id));
  const again = usePublish((member: Member) => inviteTo(manager.id, { email: member.email, role: member.role }));
  const resend = (member: Member) =>
    again.mutate(member, {
      onSuccess: ({ email }) => toast(<Sentence text="member.invitedDone" values={{ email }} />),
    });
  return (
    <Part title={t('nav.members')}>
      <Loaded query={query}>
        {({ items }) => (
          <DataTable
            rows={items}
            keyOf={(member) => member.id}
            columns={[
              { label: 'form.name', head: true, cell: (member) => <bdi>{member.name || member.email}</bdi> },
              { label: 'form.email', wide: true, cell: (member) => <bdi>{member.email}</bdi> },
              { label: 'member.columns.role', cell: (member) => t(`member.roles.${member.role}`) },
              { label: 'console.state', cell: (member) => <MemberState member={member} /> },
            ]}
            actions={(member) =>
              canChange &&
              member.state === 'invited' && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => resend(member)}
                  aria-label={t('member.againTo', { email: member.email })}
                >
                  {t('member.again')}
                </Button>
              )
            }
          />
        )}
      </Loaded>
      {canChange && <InviteForm manager={manager} />}
    </Part>
  );
}

function MemberState({ member }: { member: Member }) {
  const { t } = useTranslation();
  const failed = member.mail?.state === 'failed';
  if (member.state !== 'invited') return t('console.manager.joined');
  return (
    <Badge size="sm" variant="light" color={failed ? 'clay' : 'brass'}>
      {t(failed ? 'member.mailFailed' : 'member.invited')}
    </Badge>
  );
}

function InviteForm({ manager }: { manager: PublisherManager }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Member['role']>('owner');
  const change = usePublish(() => inviteTo(manager.id, { email: email.trim(), role }));
  const faults = useFaults({ email: !isAddress(email) && t('form.emailNeeded'), role: null }, change.error, {
    already_member: 'email',
    rate_limited: 'email',
  });
  const url = change.data?.invitationUrl;
  const submit = faults.send(() =>
    change.mutate(undefined, {
      onSuccess: (member) => {
        toast(<Sentence text="member.invitedDone" values={{ email: member.email }} />);
        setEmail('');
      },
    }),
  );
  return (
    <Form onSubmit={submit} busy={change.isPending}>
      <div className={classes.two}>
        <TextInput
          required
          type="email"
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
        />
        <NativeSelect
          label={t('member.columns.role')}
          value={role}
          data={(['owner', 'manager', 'viewer'] as const).map((r) => ({ value: r, label: t(`member.roles.${r}`) }))}
          onChange={(e) => setRole(e.currentTarget.value as Member['role'])}
        />
      </div>
      <Button mt="md" type="submit" variant="default" loading={change.isPending}>
        {t('console.manager.invite')}
      </Button>
      {url && <CopyField label={t('console.manager.invitation')} value={url} />}
      <FormAlert>{faults.form}</FormAlert>
    </Form>
  );
}
