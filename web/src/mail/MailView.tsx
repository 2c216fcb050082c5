import { useTranslation } from 'react-i18next';
import type { OpenedMail } from '../api/types.ts';
import classes from './Mail.module.css';
import { MailText } from './MailText.tsx';

/** Links open beside the mailbox: the frame itself goes nowhere. */
const LINKS_OUTSIDE = '<base target="_blank">';

/**
 * A mail as mail programs show it, and its plain text. The frame runs no scripts and has no origin; the page's own
 * policy holds in it, and loads nothing from elsewhere.
 */
export function MailView({ mail }: { mail: OpenedMail }) {
  const { t } = useTranslation();
  return (
    <div className={classes.views}>
      {mail.html && (
        <iframe
          className={classes.frame}
          title={t('mail.asShown')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          srcDoc={LINKS_OUTSIDE + mail.html}
        />
      )}
      <section>
        <h3>{t('mail.plain')}</h3>
        <MailText text={mail.text ?? ''} />
      </section>
    </div>
  );
}
