import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import card from '../ui/Card.module.css';
import { Empty } from '../ui/Empty.tsx';
import { IconPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { ManagerDialog } from './ManagerDialog.tsx';
import { managersQuery } from './queries.ts';

/** The license managers: the customers. */
export function ManagersPage() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const list = (at: Search) => managersQuery({ search: at.search, ...paging(at, 25) });
  const query = useQuery(list(search));
  const edited = query.data?.items.find((m) => String(m.id) === search.edit);
  const close = () => change({ dialog: undefined, edit: undefined });
  const add = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => change({ dialog: 'new' }, { push: true })}>
      {t('publisher.newManager')}
    </Button>
  );
  return (
    <ListAhead of={list}>
      <PageHead title={t('publisher.managers')} text={t('publisher.managersLead')}>
        {add}
      </PageHead>
      <Toolbar>
        <SearchField label={t('publisher.managerSearch')} />
      </Toolbar>
      <ListBody
        query={query}
        rowHeight={56}
        empty={
          search.search ? (
            <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />
          ) : (
            <Empty title={t('publisher.noManagers')} text={t('publisher.noManagersText')}>
              {add}
            </Empty>
          )
        }
      >
        {(managers, total) => (
          <>
            <div className={card.card}>
              <table className={card.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('form.name')}</th>
                    <th scope="col">{t('form.email')}</th>
                    <th scope="col">{t('publisher.domains')}</th>
                    <td />
                  </tr>
                </thead>
                <tbody>
                  {managers.map((m) => (
                    <tr key={m.id}>
                      <td data-head>
                        <strong>{m.name}</strong> <span className="soft small">#{m.id}</span>
                      </td>
                      <td data-label={t('form.email')}>{m.email}</td>
                      <td data-label={t('publisher.domains')}>{m.allowedDomains.join(', ') || '–'}</td>
                      <td className={card.end}>
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          aria-label={t('publisher.editOf', { name: m.name })}
                          onClick={() => change({ edit: String(m.id) }, { push: true })}
                        >
                          {t('common.edit')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <Pager total={total} standard={25} />
          </>
        )}
      </ListBody>
      {search.dialog === 'new' && <ManagerDialog onClose={close} />}
      {edited && <ManagerDialog manager={edited} onClose={close} />}
    </ListAhead>
  );
}
