import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member, Role } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { Confirm } from '../ui/Confirm.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { Initials } from '../ui/Initials.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { InvitationActions, InvitationBadge, MailFailure } from './InvitationState.tsx';
import classes from './Member.module.css';
import { changeRole, roles } from './queries.ts';

/** The members; an owner changes roles in place. */
export function MemberTable({ members, onRemove }: { members: Member[]; onRemove: (id: string) => void }) {
  const { t } = useTranslation();
  const { canAdmin } = useManager();
  const owners = members.filter((m) => m.role === 'owner' && m.state === 'joined');
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {['name', 'role', 'since'].map((c) => (
              <th key={c} scope="col">
                {t(`member.columns.${c}`)}
              </th>
            ))}
            {canAdmin && <td />}
          </tr>
        </thead>
        <tbody>
          {members.map((m) => (
            <Row
              key={m.id}
              member={m}
              isLastOwner={owners.length === 1 && owners[0] === m}
              onRemove={() => onRemove(m.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  member: Member;
  isLastOwner: boolean;
  onRemove: () => void;
}

function Row({ member, isLastOwner, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const { canAdmin } = useManager();
  const name = member.name || member.email;
  return (
    <tr>
      <td data-head>
        <div className={classes.person}>
          <Initials name={name} />
          <span className={classes.words}>
            <span className={classes.name}>
              <bdi>{name}</bdi>
              <InvitationBadge member={member} />
            </span>
            {member.name && <bdi className="soft small clip">{member.email}</bdi>}
            <MailFailure member={member} />
          </span>
        </div>
      </td>
      <td data-label={t('member.columns.role')}>
        {canAdmin ? (
          <RoleSelect member={member} name={name} isLastOwner={isLastOwner} />
        ) : (
          t(`member.roles.${member.role}`)
        )}
      </td>
      <td data-label={t('member.columns.since')} className="nowrap">
        {date(member.since)}
      </td>
      {canAdmin && (
        <td className={card.end}>
          {member.state === 'invited' && <InvitationActions member={member} />}
          <Button
            size="compact-sm"
            variant="subtle"
            color="clay"
            onClick={onRemove}
            aria-label={t('member.removeOf', { name })}
          >
            {t('member.remove')}
          </Button>
        </td>
      )}
    </tr>
  );
}

/** Another role is given once it is confirmed; the last owner is told before that there must be one. */
function RoleSelect({ member, name, isLastOwner }: { member: Member; name: string; isLastOwner: boolean }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [wanted, setWanted] = useState<Role | null>(null);
  const close = () => setWanted(null);
  const change = useChange(
    (role: Role) => changeRole(manager.id, { id: member.id, role }),
    () => {
      toast(t('member.roleSaved'));
      close();
    },
  );
  const title = wanted ? t('member.roleTitle', { name, role: t(`member.roles.${wanted}`) }) : '';
  return (
    <>
      <NativeSelect
        size="xs"
        w={130}
        aria-label={t('member.roleOf', { name })}
        value={wanted ?? member.role}
        data={roles.map((r) => ({ value: r, label: t(`member.roles.${r}`) }))}
        onChange={(e) => {
          change.reset();
          setWanted(e.currentTarget.value as Role);
        }}
      />
      {wanted && isLastOwner && (
        <Dialog title={title} onClose={close}>
          <p>
            <Sentence text="member.lastOwner" values={{ name }} />
          </p>
          <DialogFoot>
            <Button onClick={close} data-autofocus>
              {t('common.close')}
            </Button>
          </DialogFoot>
        </Dialog>
      )}
      {wanted && !isLastOwner && (
        <Confirm
          title={title}
          action={t('member.changeRole')}
          danger={false}
          busy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate(wanted)}
          onClose={close}
        >
          <p>{t(`member.roleHints.${wanted}`)}</p>
        </Confirm>
      )}
    </>
  );
}
