import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { BorrowPlace, MyLicense } from '../api/types.ts';
import { isComing, isEarlyEnd } from '../license/coming.ts';
import { Cover } from '../ui/Cover.tsx';
import { useFormat } from '../ui/format.ts';
import { LastDay } from '../ui/LastDay.tsx';
import { Ring } from '../ui/Ring.tsx';
import { usePageSearch } from '../ui/search.ts';
import { BorrowButton } from './BorrowButton.tsx';
import { CertificateLinks } from './CertificateLinks.tsx';
import { ExtendButton } from './ExtendButton.tsx';
import classes from './My.module.css';
import { OpenCourse } from './OpenCourse.tsx';
import { ReturnDialog } from './ReturnDialog.tsx';

interface Props {
  license: MyLicense;
  heading: 'h2' | 'h3';
  /** Where it can be borrowed again. */
  again?: BorrowPlace | undefined;
}

/** One license of the student; a borrowed one can be given back early. */
export function MyCard({ license, heading: Heading, again }: Props) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const [search, change] = usePageSearch();
  const id = String(license.licenseId);
  const asked = search.course === license.courseId;
  const came = useCallback(
    (card: HTMLLIElement | null) => {
      if (asked) card?.scrollIntoView({ block: 'center' });
    },
    [asked],
  );
  return (
    <li ref={came} className={classes.card} data-active={license.active} data-came={asked || undefined}>
      <Cover title={license.title} className={classes.cover} />
      <div className={classes.words}>
        <Heading>
          <bdi>{license.title}</bdi>
        </Heading>
        <p className="soft small">
          <bdi>{license.manager}</bdi> · <Term license={license} />
        </p>
        <div className={classes.progress}>
          <Ring percent={license.progress} label={t('common.progress', { percent: license.progress })} />
          <p className="soft small">
            {license.completed
              ? t('my.completed', { date: date(license.completed) })
              : license.lastAccess
                ? t('my.lastAccess', { date: date(license.lastAccess) })
                : t('my.notStarted')}
          </p>
        </div>
        <CertificateLinks license={license} />
        <div className={classes.actions}>
          {license.active && <OpenCourse license={license} />}
          {license.ended && !again && <p className="soft small">{t('library.again', { manager: license.manager })}</p>}
          {license.ended && again && <BorrowButton place={again} again />}
          <ExtendButton license={license} />
          {license.revokable && (
            <Button
              size="xs"
              variant="subtle"
              className={classes.back}
              aria-label={t('my.returnOf', { course: license.title })}
              onClick={() => change({ dialog: 'return', license: id }, { push: true })}
            >
              {t('my.return')}
            </Button>
          )}
        </div>
      </div>
      {search.dialog === 'return' && search.license === id && license.revokable && (
        <ReturnDialog license={license} onClose={() => change({ dialog: undefined, license: undefined })} />
      )}
    </li>
  );
}

/** Until when, from when, or since when no more. */
function Term({ license }: { license: MyLicense }) {
  const { t } = useTranslation();
  const { date, exact, lastDay } = useFormat();
  if (license.active) return <time title={exact(license.end)}>{t('my.until', { end: lastDay(license.end) })}</time>;
  if (isComing(license))
    return <time title={exact(license.start)}>{t('license.starts', { start: date(license.start) })}</time>;
  const how = t(`license.ended.${license.endedHow ?? 'expired'}`);
  if (isEarlyEnd(license)) return `${how} · ${date(license.ended ?? license.end)}`;
  return (
    <>
      {how} · <LastDay end={license.end} />
    </>
  );
}
