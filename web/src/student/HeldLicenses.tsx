import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HeldLicense, StudentRow } from '../api/types.ts';
import { isComing, isEarlyEnd } from '../license/coming.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { LastDay } from '../ui/LastDay.tsx';
import { Ring } from '../ui/Ring.tsx';
import { usePageSearch } from '../ui/search.ts';
import { EndDateDialog } from './EndDateDialog.tsx';
import { nameOf } from './filters.ts';
import { PersonLink } from './PersonLink.tsx';
import { heldQuery } from './queries.ts';
import { RevokeDialog } from './RevokeDialog.tsx';
import classes from './Student.module.css';

/** What one person holds and held, with what can be done about it. */
export function HeldLicenses({ student, all }: { student: StudentRow; all?: boolean }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { data } = useQuery(heldQuery(manager.id, student.id));
  const [search, change] = usePageSearch();
  const place = all ? `${card.card} ${classes.whole}` : classes.held;
  if (!data)
    return (
      <div className={place}>
        <Skeleton height={44} />
        <Skeleton height={44} mt={6} />
      </div>
    );
  const shown = all || search.status ? data : data.filter((l) => l.active || isComing(l));
  const chosen = manager.canChange ? data.find((l) => String(l.licenseId) === search.license) : undefined;
  const close = () => change({ dialog: undefined, license: undefined });
  return (
    <div className={place}>
      <table className={card.table} aria-label={t('student.licensesOf', { name: nameOf(student) })}>
        <thead>
          <tr>
            {['course', 'progress', 'lastAccess', 'enrolled', 'expires'].map((c) => (
              <th key={c} scope="col">
                {t(`student.columns.${c}`)}
              </th>
            ))}
            {manager.canChange && <td />}
          </tr>
        </thead>
        <tbody>
          {shown.map((l) => (
            <HeldRow
              key={l.licenseId}
              license={l}
              onDialog={(dialog) => change({ dialog, license: String(l.licenseId) }, { push: true })}
            />
          ))}
        </tbody>
      </table>
      {!all && (
        <p className={classes.more}>
          <PersonLink id={student.id}>{t('student.person.open')}</PersonLink>
        </p>
      )}
      {chosen?.editable && search.dialog === 'end' && (
        <EndDateDialog license={chosen} student={student} onClose={close} />
      )}
      {chosen?.revokable && search.dialog === 'revoke' && (
        <RevokeDialog license={chosen} student={student} onClose={close} />
      )}
    </div>
  );
}

function HeldRow({ license, onDialog }: { license: HeldLicense; onDialog: (kind: 'end' | 'revoke') => void }) {
  const { t } = useTranslation();
  const { date, relative } = useFormat();
  const { canChange } = useManager();
  const coming = isComing(license);
  const how = license.active || coming ? null : t(`license.ended.${license.endedHow ?? 'expired'}`);
  return (
    <tr>
      <td data-head>
        <bdi className={classes.course}>{license.title}</bdi>
        <span className="soft small"> #{license.poolId}</span>
      </td>
      <td data-label={t('student.columns.progress')}>
        <Ring percent={license.progress} size={36} label={t('common.progress', { percent: license.progress })} />
      </td>
      <td data-label={t('student.columns.lastAccess')} className="nowrap">
        {license.lastAccess ? relative(license.lastAccess) : <span className="soft">{t('student.never')}</span>}
      </td>
      <td data-label={t('student.columns.enrolled')} className="nowrap">
        {coming ? t('license.starts', { start: date(license.start) }) : date(license.start)}
      </td>
      <td data-label={t('student.columns.expires')} className="nowrap">
        {isEarlyEnd(license) ? date(license.end) : <LastDay end={license.end} />}
        {how && <span className="soft small"> · {how}</span>}
      </td>
      {canChange && (
        <td>
          <div className={classes.actions}>
            {license.editable && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => onDialog('end')}
                aria-label={t('student.editEndOf', { course: license.title })}
              >
                {t('student.editEnd')}
              </Button>
            )}
            {license.revokable && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="clay"
                onClick={() => onDialog('revoke')}
                aria-label={t('student.revokeOf', { course: license.title })}
              >
                {t('student.revoke')}
              </Button>
            )}
          </div>
        </td>
      )}
    </tr>
  );
}
