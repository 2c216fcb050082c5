import { useTranslation } from 'react-i18next';
import type { LinkPage } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import { IconArrowBackUp, IconAt, IconCalendar } from '../ui/icons.ts';
import classes from './Enroll.module.css';

/** Until when, for whom, and whether it comes back. */
export function LinkTerms({ link }: { link: LinkPage }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const end = lastDay(link.end);
  const whole = link.validity && link.end !== link.poolEnd; // else it ends with its pool, before its time
  const time = link.validity && t(`link.validityUnits.${link.validity.unit}`, { count: link.validity.count });
  return (
    <ul className={classes.terms}>
      <li>
        <IconCalendar size={18} stroke={1.6} />
        {whole ? t('enroll.validity', { time, end }) : t('enroll.until', { end })}
      </li>
      {link.transferable && (
        <li>
          <IconArrowBackUp size={18} stroke={1.6} />
          {t('enroll.borrow')}
        </li>
      )}
      {link.domains && link.domains.length > 0 && (
        <li>
          <IconAt size={18} stroke={1.6} />
          {t('enroll.domains', { domains: link.domains.join(', ') })}
        </li>
      )}
    </ul>
  );
}
