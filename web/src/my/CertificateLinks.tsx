import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MyLicense } from '../api/types.ts';
import { IconCertificate, IconCertificateOff } from '../ui/icons.ts';
import classes from './My.module.css';

/** The certificate of a completed course: its public page, on paper, and for a profile. */
export function CertificateLinks({ license: { certificate, title } }: { license: MyLicense }) {
  const { t, i18n } = useTranslation();
  if (!certificate) return null;
  const { url, pdf, linkedIn, revoked } = certificate;
  const language = `?lang=${i18n.language}`;
  const away = { target: '_blank', rel: 'noreferrer' };
  const Icon = revoked ? IconCertificateOff : IconCertificate;
  return (
    <ul className={classes.certificate} aria-label={t('library.certificateOf', { course: title })}>
      <li>
        <Icon size={18} stroke={1.6} />
        <Anchor size="sm" href={`${url}${language}`} {...away}>
          {t(revoked ? 'library.certificateRevoked' : 'library.certificate')}
        </Anchor>
      </li>
      {!revoked && (
        <li>
          <Anchor size="sm" href={`${pdf}${language}`} {...away}>
            PDF
          </Anchor>
        </li>
      )}
      {linkedIn && (
        <li>
          <Anchor size="sm" href={linkedIn} {...away}>
            {t('library.linkedIn')}
          </Anchor>
        </li>
      )}
    </ul>
  );
}
