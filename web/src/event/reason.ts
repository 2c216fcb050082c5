import { useTranslation } from 'react-i18next';
import type { HistoryEvent } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';

const isDate = (v: unknown): v is string => typeof v === 'string' && !Number.isNaN(Date.parse(v));

/** What was full is only told where it is known. */
function recycledKey({ why }: HistoryEvent): string {
  const full = why?.full;
  return full === 'pool' || full === 'link' ? `event.why.recycled_${full}` : 'event.why.recycled';
}

/** Why it came so, and by what: the second line of an event. */
export function useReason(): (event: HistoryEvent) => string {
  const { t } = useTranslation();
  const { lastDay, number } = useFormat();
  const counted = (licenses: unknown) => ({ count: Number(licenses), number: number(Number(licenses)) });
  return (event) => {
    const { actor, before, after, poolId, kind } = event;
    const parts: string[] = [];
    if (kind === 'license.end_changed' && isDate(before?.end) && isDate(after?.end))
      parts.push(t('event.why.moved', { from: lastDay(before.end), to: lastDay(after.end) }));
    if (kind === 'license.assigned' && isDate(after?.end))
      parts.push(t('event.why.until', { end: lastDay(after.end) }));
    if (kind === 'license.recycled') parts.push(t(recycledKey(event)));
    if (kind === 'license.expired') parts.push(t('event.why.expired'));
    if (kind === 'license.returned') parts.push(t('event.why.returned'));
    if (kind === 'license.expires_soon' && isDate(after?.end))
      parts.push(t('event.why.until', { end: lastDay(after.end) }));
    if (kind === 'pool.created' || kind === 'link.created')
      parts.push(t('event.why.licenses', counted(after?.licenses)));
    if (kind === 'pool.enlarged')
      parts.push(t('event.why.grown', { from: number(Number(before?.licenses)), ...counted(after?.licenses) }));
    if (kind === 'token.created' && after?.permission) parts.push(t(`token.permissions.${String(after.permission)}`));
    if (poolId !== null) parts.push(t('event.why.pool', { id: poolId }));
    if (actor.kind !== 'person' && actor.kind !== 'system')
      parts.push(t(`event.by.${actor.kind}`, { label: actor.label }));
    return parts.join(' · ');
  };
}
