import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconUserPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { AccountDialog } from './AccountDialog.tsx';
import { AccountTable } from './AccountTable.tsx';
import { AddStaffDialog } from './AddStaffDialog.tsx';
import { accountsQuery, acts } from './accounts.ts';
import { PAGE_SIZE, pageAt } from './PublisherList.tsx';
import { useStaff } from './parts.tsx';

/** Everybody who signs in, to be helped or removed. */
export const AccountsPage = () => <People staff={false} />;

/** The people of the publisher. */
export const StaffPage = () => <People staff={true} />;

function People({ staff }: { staff: boolean }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const { isOwner } = useStaff();
  const list = (at: Search) => accountsQuery({ ...pageAt(at), staff });
  const query = useQuery(list(search));
  const account = query.data?.items.find((a) => a.id === search.account);
  const what = acts.find((one) => one === search.dialog);
  const close = () => change({ dialog: undefined, account: undefined });
  const words = staff ? 'staff' : 'all';
  return (
    <ListAhead of={list}>
      <PageHead title={t(`accounts.title.${words}`)} text={t(`accounts.lead.${words}`)}>
        {staff && isOwner && (
          <Button
            leftSection={<IconUserPlus size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'add' }, { push: true })}
          >
            {t('accounts.add')}
          </Button>
        )}
      </PageHead>
      <Toolbar>
        <SearchField label={t('accounts.search')} />
      </Toolbar>
      <ListBody
        standard={PAGE_SIZE}
        query={query}
        rowHeight={60}
        rows={5}
        empty={<Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />}
      >
        {(accounts, total) => (
          <>
            <AccountTable
              accounts={accounts}
              staff={staff}
              onAct={(dialog, id) => change({ dialog, account: id }, { push: true })}
            />
            <Pager total={total} standard={PAGE_SIZE} />
          </>
        )}
      </ListBody>
      {staff && isOwner && search.dialog === 'add' && <AddStaffDialog onClose={close} />}
      {account && what && <AccountDialog account={account} what={what} onClose={close} />}
    </ListAhead>
  );
}
