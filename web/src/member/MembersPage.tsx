import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { Empty } from '../ui/Empty.tsx';
import { IconUserPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { MemberTable } from './MemberTable.tsx';
import { membersQuery } from './queries.ts';
import { RemoveMemberDialog } from './RemoveMemberDialog.tsx';

const InviteDialog = lazyPart(() => import('./InviteDialog.tsx'));

export { membersQuery as listAt };

/** Who works in this license manager, and what each may do. */
export function MembersPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useFirstMove(() => {
    void InviteDialog.preload?.();
  });
  const [search, change] = usePageSearch();
  const query = useQuery(membersQuery(manager.id));
  const leaving = query.data?.items.find((m) => m.id === search.member);
  const close = () => change({ dialog: undefined, member: undefined });
  return (
    <>
      <PageHead title={t('member.title')} text={`${t('member.lead')} ${t('member.helpText')}`}>
        {manager.canAdmin && (
          <Button
            leftSection={<IconUserPlus size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'invite' }, { push: true })}
          >
            {t('member.invite')}
          </Button>
        )}
      </PageHead>
      <ListBody
        query={query}
        rowHeight={60}
        rows={3}
        empty={<Empty title={t('member.emptyTitle')} text={t('member.emptyText')} />}
      >
        {(members) => (
          <MemberTable members={members} onRemove={(id) => change({ dialog: 'remove', member: id }, { push: true })} />
        )}
      </ListBody>
      <Suspense>{manager.canAdmin && search.dialog === 'invite' && <InviteDialog onClose={close} />}</Suspense>
      {manager.canAdmin && search.dialog === 'remove' && leaving && (
        <RemoveMemberDialog member={leaving} onClose={close} />
      )}
    </>
  );
}
