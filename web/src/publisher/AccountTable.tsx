import { ActionIcon, Badge, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../account/session.ts';
import type { Account, StaffRole } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { Initials } from '../ui/Initials.tsx';
import { IconDots } from '../ui/icons.ts';
import classes from './Accounts.module.css';
import { type Act, acts } from './accounts.ts';

interface Props {
  accounts: Account[];
  /** On the page of the staff their rights can be taken away. */
  staff: boolean;
  onAct: (what: Act, id: string) => void;
}

/** People who sign in: who they are, what they may open, and how they are helped. */
export function AccountTable({ accounts, staff, onAct }: Props) {
  const { t } = useTranslation();
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {['name', 'roles', 'factor', 'lastSignIn'].map((c) => (
              <th key={c} scope="col">
                {t(`accounts.columns.${c}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {accounts.map((a) => (
            <Row key={a.id} account={a} staff={staff} onAct={onAct} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What can be done to this account now; nobody shuts themselves out. */
const ROLES: Partial<Record<Act, StaffRole>> = { makeOwner: 'owner', makeStaff: 'staff', makeViewer: 'viewer' };

function possible(account: Account, staff: boolean, own: boolean): Act[] {
  return acts.filter((what) => {
    const role = ROLES[what];
    if (role) return staff && account.staffRole !== role;
    if (what === 'enable') return account.disabled !== null;
    if (what === 'disable') return account.disabled === null && !own;
    if (what === 'delete') return !own;
    if (what === 'resetFactor') return account.twoFactorEnabled;
    return what !== 'unstaff' || staff;
  });
}

function Row({ account, staff, onAct }: { account: Account } & Pick<Props, 'staff' | 'onAct'>) {
  const { t } = useTranslation();
  const { relative } = useFormat();
  const name = account.name || account.email;
  const roles = account.managers.map((m) =>
    t('accounts.roleAt', { role: t(`member.roles.${m.role}`), manager: m.name }),
  );
  if (account.staffRole) roles.unshift(t('accounts.staffAs', { role: t(`console.roles.${account.staffRole}`) }));
  return (
    <tr>
      <td data-head>
        <div className={classes.person}>
          <Initials name={name} />
          <span className={classes.words}>
            <span className={classes.name}>
              <bdi>{name}</bdi>
              {account.disabled && (
                <Badge ml={8} size="sm" variant="light" color="clay">
                  {t('accounts.disabled')}
                </Badge>
              )}
            </span>
            {name !== account.email && <bdi className="soft small">{account.email}</bdi>}
          </span>
        </div>
      </td>
      <td data-label={t('accounts.columns.roles')} className={classes.roles}>
        {roles.length > 0 ? (
          roles.map((role) => (
            <div key={role} dir="auto">
              {role}
            </div>
          ))
        ) : (
          <span className="soft">–</span>
        )}
      </td>
      <td data-label={t('accounts.columns.factor')}>{t(account.twoFactorEnabled ? 'common.yes' : 'common.no')}</td>
      <td data-label={t('accounts.columns.lastSignIn')} className="nowrap">
        {account.lastSignIn ? relative(account.lastSignIn) : <span className="soft">{t('accounts.never')}</span>}
      </td>
      <td className={card.end}>
        <Actions account={account} staff={staff} onAct={onAct} name={name} />
      </td>
    </tr>
  );
}

function Actions({ account, staff, onAct, name }: { account: Account; name: string } & Pick<Props, 'staff' | 'onAct'>) {
  const { t } = useTranslation();
  const { user, staffRole } = useSession();
  if (staffRole === 'viewer' || (account.staff && staffRole !== 'owner')) return null;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('accounts.actionsOf', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {possible(account, staff, account.id === user?.id).map((what) => (
          <Menu.Item key={what} onClick={() => onAct(what, account.id)}>
            {t(`accounts.acts.${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
