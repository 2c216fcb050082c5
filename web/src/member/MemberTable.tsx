import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Member, Role } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { Initials } from '../ui/Initials.tsx';
import { toast, toastError, useErrorText } from '../ui/problem.ts';
import { InvitationActions, InvitationBadge, MailFailure } from './InvitationState.tsx';
import classes from './Member.module.css';
import { changeRole, roles } from './queries.ts';

/** The members; an owner changes roles in place. */
export function MemberTable({ members, onRemove }: { members: Member[]; onRemove: (id: string) => void }) {
  const { t } = useTranslation();
  const { canAdmin } = useManager();
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
            <Row key={m.id} member={m} onRemove={() => onRemove(m.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ member, onRemove }: { member: Member; onRemove: () => void }) {
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
              {name}
              <InvitationBadge member={member} />
            </span>
            {member.name && <span className="soft small clip">{member.email}</span>}
            <MailFailure member={member} />
          </span>
        </div>
      </td>
      <td data-label={t('member.columns.role')}>
        {canAdmin ? <RoleSelect member={member} name={name} /> : t(`member.roles.${member.role}`)}
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

function RoleSelect({ member, name }: { member: Member; name: string }) {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const change = useChange((role: Role) => changeRole(manager.id, { id: member.id, role }));
  return (
    <NativeSelect
      size="xs"
      w={130}
      aria-label={t('member.roleOf', { name })}
      value={change.isPending ? change.variables : member.role}
      disabled={change.isPending}
      data={roles.map((r) => ({ value: r, label: t(`member.roles.${r}`) }))}
      onChange={(e) =>
        change.mutate(e.currentTarget.value as Role, {
          onSuccess: () => toast(t('member.roleSaved')),
          onError: (error) => toastError(text(error)),
        })
      }
    />
  );
}
