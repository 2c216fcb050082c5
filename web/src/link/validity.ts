import { useTranslation } from 'react-i18next';
import type { Validity } from '../api/types.ts';

/** How long a license from a link is good for, in words. */
export function useValidity(): (validity: Validity | null) => string {
  const { t } = useTranslation();
  return (v) => (v ? t(`link.validityUnits.${v.unit}`, { count: v.count }) : t('link.untilPoolEnds'));
}
