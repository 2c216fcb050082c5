import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, getList, send } from '../api/app.ts';
import type { BrandChanges, MailTextWords } from '../api/types.ts';
import type { Language } from '../i18n/i18n.ts';

const SETTINGS = '/api/app/publisher/settings';
const TEXT = `${SETTINGS}/texts/{kind}/{language}` as const;

export const brandQuery = queryOptions({
  queryKey: ['publisher', 'settings'],
  queryFn: ({ signal }) => get(SETTINGS, { signal }),
});

export const textsQuery = queryOptions({
  queryKey: ['publisher', 'texts'],
  queryFn: ({ signal }) => getList(`${SETTINGS}/texts`, { signal }),
});

export interface PreviewAsked {
  kind: string;
  language: Language;
  text?: MailTextWords | null;
  settings?: BrandChanges;
}

/** A mail as it would look; nothing of it is saved. */
export const previewQuery = (body: PreviewAsked) =>
  queryOptions({
    queryKey: ['publisher', 'preview', body],
    queryFn: () => send('post', `${SETTINGS}/preview`, { body }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const changeBrand = (body: BrandChanges) => send('patch', SETTINGS, { body });
export const putLogo = (raw: File) =>
  send('put', `${SETTINGS}/logo`, { raw, headers: { 'content-type': raw.type || 'application/octet-stream' } });
export const deleteLogo = () => send('delete', `${SETTINGS}/logo`, {});
export const putText = (kind: string, language: string, body: MailTextWords) =>
  send('put', TEXT, { path: { kind, language }, body });
export const deleteText = (kind: string, language: string) => send('delete', TEXT, { path: { kind, language } });
