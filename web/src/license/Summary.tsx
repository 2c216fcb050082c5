import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { meQuery } from './queries.ts';

/** What the manager holds, in one sentence. */
export function Summary() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data } = useQuery(meQuery(useManager().id));
  const counted = (what: string, count: number) => t(`license.counted.${what}`, { count, number: number(count) });
  if (!data) return <>{'\u00a0'}</>;
  return (
    <span className="num">
      {t('license.summary', {
        licenses: counted('licenses', data.licenses),
        pools: counted('pools', data.pools),
        transferable: counted('transferable', data.transferableLicenses),
        untransferable: counted('untransferable', data.untransferableLicenses),
      })}
    </span>
  );
}
