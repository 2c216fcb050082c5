import { useTranslation } from 'react-i18next';
import { IconArrowsExchange, IconPin } from './icons.ts';
import classes from './KindBadge.module.css';

/** Transferable or untransferable, in colour, picture and word. */
export function KindBadge({ transferable }: { transferable: boolean }) {
  const { t } = useTranslation();
  const Icon = transferable ? IconArrowsExchange : IconPin;
  return (
    <span className={classes.badge} data-transferable={transferable}>
      <Icon size={14} stroke={1.8} />
      {t(transferable ? 'pool.transferable' : 'pool.untransferable')}
    </span>
  );
}
