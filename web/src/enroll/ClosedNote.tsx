import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkPage } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';

/** True where one may wait for a license, or ask for one, though none is free. */
export const isGivenLater = ({ approval, whenFull }: LinkPage): boolean => approval || whenFull === 'wait';

/** Which words say why a link gives nothing to anybody now; null where it does. */
export function closedWords(link: LinkPage): string | null {
  if (link.state === 'full' && !isGivenLater(link)) return link.transferable ? 'allOut' : 'allTaken';
  if (link.state !== 'open' && link.state !== 'full') return link.state;
  return link.domains?.length === 0 ? 'noDomains' : null;
}

/** Says at the top, before anybody types, that a link gives nothing now, and what to do. */
export function ClosedNote({ link, words }: { link: LinkPage; words: string }) {
  const { t } = useTranslation();
  const { date, lastDay } = useFormat();
  const values = { manager: link.manager.name, start: date(link.poolStart), end: lastDay(link.poolEnd) };
  return (
    <Alert color="brass" role="status" title={t(`enroll.${words}Title`, values)}>
      {t(`enroll.${words}Text`, values)}
    </Alert>
  );
}
