import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from './session.ts';

const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What is wrong with the address that the page was opened by; null where nothing is. */
function fault(right: URL): 'plain' | 'other' | null {
  if (right.protocol === 'https:' && location.protocol === 'http:') return 'plain';
  if (LOCAL.test(right.hostname) && LOCAL.test(location.hostname)) return null;
  return right.host === location.host ? null : 'other';
}

/** Says so where the server was opened by another address than its own. */
export function OtherAddress() {
  const { t } = useTranslation();
  const right = new URL(useSession().publicUrl);
  const found = fault(right);
  if (found === null) return null;
  return (
    <Alert color="clay" role="alert" title={t(`otherAddress.${found}Title`)}>
      {t(`otherAddress.${found}`)}{' '}
      <Anchor href={right.origin + location.pathname + location.search} inherit underline="always">
        {t('otherAddress.open', { address: right.host })}
      </Anchor>
    </Alert>
  );
}
