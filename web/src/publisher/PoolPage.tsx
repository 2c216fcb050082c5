import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PublisherPool } from '../api/types.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { useFormat } from '../ui/format.ts';
import { KindBadge } from '../ui/KindBadge.tsx';
import { LastDay } from '../ui/LastDay.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { toast } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { ChangePoolDialog, RenewDialog } from './PoolDialogs.tsx';
import { PoolState } from './PoolList.tsx';
import { Facts, Loaded, To, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';
import { changePool, managerQuery, poolQuery } from './records.ts';

/** One pool: what was sold, and everything that can be done with it. */
export function PoolPage() {
  const { t } = useTranslation();
  const { poolId } = useParams({ strict: false }) as { poolId: string };
  const query = useQuery(poolQuery(poolId));
  return (
    <>
      <BackLink to="/publisher/pools">{t('publisher.pools')}</BackLink>
      <Loaded query={query}>{(pool) => <Pool pool={pool} />}</Loaded>
    </>
  );
}

function Pool({ pool }: { pool: PublisherPool }) {
  const { t } = useTranslation();
  const { number, date } = useFormat();
  const [search, change] = usePageSearch();
  const { canChange } = useStaff();
  const manager = useQuery(managerQuery(pool.managerId)).data;
  const close = () => change({ dialog: undefined });
  const open = (dialog: string) => () => change({ dialog }, { push: true });
  return (
    <>
      <PageHead title={t('console.pool.title', { id: pool.id })} text={pool.course.title}>
        {canChange && (
          <>
            <Button variant="default" onClick={open('close')}>
              {t(pool.closed ? 'console.pool.open' : 'console.pool.close')}
            </Button>
            <Button variant="default" onClick={open('change')}>
              {t('console.pool.change')}
            </Button>
            <Button onClick={open('renew')}>{t('console.pool.renew')}</Button>
          </>
        )}
      </PageHead>
      <p>
        <PoolState pool={pool} />
      </p>
      <Facts
        of={[
          [
            t('pool.manager'),
            <To key="manager" to={`/publisher/managers/${pool.managerId}`}>
              {manager?.name ?? `#${pool.managerId}`}
            </To>,
          ],
          [
            t('pool.course'),
            <To key="course" to={`/publisher/courses/${pool.course.id}`}>
              {pool.course.title}
            </To>,
          ],
          [t('pool.type'), <KindBadge key="kind" transferable={pool.transferable} />],
          [t('pool.licenses'), number(pool.licenses)],
          [t('pool.assigned'), number(pool.assignedLicenses)],
          [t('console.overview.free'), number(pool.availableLicenses)],
          [t('pool.start'), date(pool.start)],
          [t('pool.end'), <LastDay key="end" end={pool.end} />],
          [t('pool.order'), pool.order ?? '–'],
        ]}
      />
      {search.dialog === 'change' && <ChangePoolDialog pool={pool} onClose={close} />}
      {search.dialog === 'renew' && <RenewDialog pool={pool} onClose={close} />}
      {search.dialog === 'close' && <CloseDialog pool={pool} onClose={close} />}
    </>
  );
}

function CloseDialog({ pool, onClose }: { pool: PublisherPool; onClose: () => void }) {
  const { t } = useTranslation();
  const what = pool.closed ? 'open' : 'close';
  const change = usePublish((closed: boolean) => changePool(pool.id, { closed }));
  return (
    <Confirm
      title={t(`console.pool.${what}Title`, { id: pool.id })}
      action={t(`console.pool.${what}`)}
      danger={!pool.closed}
      busy={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(!pool.closed, {
          onSuccess: () => {
            toast(t(`console.pool.${what}Done`, { id: pool.id }));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p>{t(`console.pool.${what}Text`)}</p>
    </Confirm>
  );
}
