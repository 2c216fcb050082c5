import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EventList } from '../event/EventList.tsx';
import card from '../ui/Card.module.css';
import { Loaded } from './parts.tsx';
import { historyQuery } from './records.ts';

/** What happened last at a license manager. */
export function History({ managerId }: { managerId: string }) {
  const { t } = useTranslation();
  const query = useQuery(historyQuery(managerId));
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('event.emptyTitle')}</p>
        ) : (
          <div className={card.pad}>
            <EventList events={items} />
          </div>
        )
      }
    </Loaded>
  );
}
