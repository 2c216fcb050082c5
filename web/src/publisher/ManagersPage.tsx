import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import card from '../ui/Card.module.css';
import { type Search, usePageSearch } from '../ui/search.ts';
import { ManagerDialog } from './ManagerDialog.tsx';
import { PublisherList, pageAt } from './PublisherList.tsx';
import { To, useStaff } from './parts.tsx';
import { managersQuery, withoutOwnerQuery } from './queries.ts';

/** The license managers: the customers. */
export function ManagersPage() {
  const { t } = useTranslation();
  const { canChange } = useStaff();
  const [search, change] = usePageSearch();
  const list = (at: Search) => managersQuery(pageAt(at));
  const query = useQuery(list(search));
  const { data: without } = useQuery(withoutOwnerQuery);
  const edited = query.data?.items.find((m) => m.id === search.edit);
  const close = () => change({ dialog: undefined, edit: undefined });
  return (
    <ListAhead of={list}>
      <PublisherList of="Manager" searchLabel={t('publisher.managerSearch')} query={query} rowHeight={56} rows={5}>
        {(managers) => (
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
                      <To to={`/publisher/managers/${m.id}`}>{m.name}</To> <span className="soft small">#{m.id}</span>
                      {without?.includes(Number(m.id)) && (
                        <Badge ml={8} size="sm" variant="light" color="brass">
                          {t('publisher.noOwner')}
                        </Badge>
                      )}
                    </td>
                    <td data-label={t('form.email')} data-wide>
                      <bdi>{m.email}</bdi>
                    </td>
                    <td data-label={t('publisher.domains')} data-wide>
                      {m.allowedDomains.join(', ') || '–'}
                    </td>
                    <td className={card.end}>
                      {canChange && (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          aria-label={t('publisher.editOf', { name: m.name })}
                          onClick={() => change({ edit: m.id }, { push: true })}
                        >
                          {t('common.edit')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </PublisherList>
      {search.dialog === 'new' && <ManagerDialog onClose={close} />}
      {edited && <ManagerDialog manager={edited} onClose={close} />}
    </ListAhead>
  );
}
