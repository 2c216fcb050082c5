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
  if (!data) return <>{'\u00a0'}</>;
  return (
    <span className="num">
      {t('license.summary', {
        licenses: number(data.licenses),
        pools: number(data.pools),
        transferable: number(data.transferableLicenses),
        untransferable: number(data.untransferableLicenses),
      })}
    </span>
  );
}
