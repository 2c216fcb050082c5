import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, read, readList } from '../api/manager.ts';
import type { RecyclePolicy, Settings, Validity } from '../api/types.ts';

export const linksQuery = (
  m: number,
  query: { status: string; search?: string | undefined; page: number; pageSize: number },
) =>
  queryOptions({
    queryKey: ['manager', m, 'links', query],
    queryFn: ({ signal }) => readList(m, 'links', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** What those get who come when none is left, or ask, and who sees the link. */
export interface LinkRules {
  whenFull: 'refuse' | 'wait';
  approval: boolean;
  listed: boolean;
  extensions: number;
}

export interface NewLink extends LinkRules {
  poolId: number;
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
  name: string;
  minHeldDays: number;
  recyclePolicy: RecyclePolicy;
}

/** What of a link may be changed. */
export interface LinkTerms extends LinkRules {
  name: string;
  licenses: number;
  validity: Validity | null;
  minHeldDays: number;
  recyclePolicy: RecyclePolicy;
  paused: boolean;
}

export const settingsQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'settings'],
    queryFn: ({ signal }) => read(m, 'settings', { signal }),
  });

/** What is given changes; the rest stays. */
export type SettingsChanges = Partial<Omit<Settings, 'mails'>> & { mails?: Partial<Settings['mails']> };

export const changeSettings = (m: number, body: SettingsChanges) => change(m, 'patch', 'settings', { body });

export const createLink = (m: number, body: NewLink) => change(m, 'post', 'links', { body });

export const changeLink = (m: number, id: string, body: LinkTerms) =>
  change(m, 'patch', 'links/{id}', { path: { id }, body });

export const deleteLink = (m: number, id: string, revoke: boolean) =>
  change(m, 'delete', 'links/{id}', { path: { id }, query: { revoke } });
