import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withRareTexts } from '../i18n/i18n.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconLinkPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { StatusFilter, statusAt } from '../ui/StatusFilter.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { useFirstMove } from '../ui/useFirstMove.ts';
import classes from './Link.module.css';
import { LinkCard } from './LinkCard.tsx';
import { MailboxSetting } from './MailboxSetting.tsx';
import { linksQuery } from './queries.ts';

const CreateLinkDialog = lazyPart(() => withRareTexts(import('./CreateLinkDialog.tsx')));

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) =>
  linksQuery(managerId, { status: statusAt(at), search: at.search, ...paging(at) });

/** Links by which people take a license themselves. */
export function LinksPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useFirstMove(() => {
    void CreateLinkDialog.preload?.();
  });
  const [search, change] = usePageSearch();
  const status = statusAt(search);
  const list = (at: Search) => listAt(manager.id, at);
  const query = useQuery(list(search));
  const open = () => change({ dialog: 'create' }, { push: true });
  const empty = search.search ? (
    <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />
  ) : (
    <Empty title={t(`link.empty.${status}Title`)} text={t(`link.empty.${status}Text`)}>
      {manager.canChange && status === 'active' && <Button onClick={open}>{t('link.create')}</Button>}
    </Empty>
  );
  return (
    <ListAhead of={list}>
      <PageHead title={t('link.title')} text={t('link.lead')}>
        {manager.canChange && (
          <Button leftSection={<IconLinkPlus size={17} stroke={1.7} />} onClick={open}>
            {t('link.create')}
          </Button>
        )}
      </PageHead>
      <Toolbar>
        <SearchField label={t('link.search')} />
        <StatusFilter
          label={t('link.status')}
          states={['active', 'deleted'].map((s) => ({ value: s, label: t(`link.statuses.${s}`) }))}
        />
      </Toolbar>
      <ListBody query={query} rowHeight={150} rows={3} empty={empty}>
        {(links, total) => (
          <>
            <ul className={classes.links}>
              {links.map((l) => (
                <LinkCard key={l.id} link={l} />
              ))}
            </ul>
            <Pager total={total} />
          </>
        )}
      </ListBody>
      <MailboxSetting />
      <Suspense>
        {manager.canChange && search.dialog === 'create' && (
          <CreateLinkDialog onClose={() => change({ dialog: undefined })} />
        )}
      </Suspense>
    </ListAhead>
  );
}
