import { Badge, Button } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { SeatBar } from '../license/SeatBar.tsx';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { HoldersLink } from '../student/HoldersLink.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { useFormat } from '../ui/format.ts';
import { KindBadge } from '../ui/KindBadge.tsx';
import { usePageSearch } from '../ui/search.ts';
import { DeleteLinkDialog } from './DeleteLinkDialog.tsx';
import classes from './Link.module.css';
import { useValidity } from './validity.ts';

const EditLinkDialog = lazyPart(() => import('./EditLinkDialog.tsx'));

/** One link: its address, what it gives, and how much is left of it. */
export function LinkCard({ link }: { link: EnrollLink }) {
  const { t } = useTranslation();
  const { date, number } = useFormat();
  const validity = useValidity();
  const { canChange } = useManager();
  const [search, change] = usePageSearch();
  const seats = { licenses: link.licenses, assigned: link.used, available: link.licenses - link.used };
  const used = t('link.outOf', { used: number(link.used), licenses: number(link.licenses) });
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>{link.course.title}</h2>
        <span className="soft num">#{link.poolId}</span>
        <KindBadge transferable={link.transferable} />
        {link.paused && !link.deleted && (
          <Badge size="sm" variant="light" color="gray">
            {t('link.paused')}
          </Badge>
        )}
        {canChange && !link.deleted && (
          <Button
            className={classes.delete}
            size="compact-sm"
            variant="subtle"
            aria-label={t('link.editOf', { course: link.course.title })}
            onClick={() => change({ dialog: 'edit', link: link.id }, { push: true })}
          >
            {t('common.edit')}
          </Button>
        )}
        {canChange && !link.deleted && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="clay"
            aria-label={t('link.deleteOf', { course: link.course.title })}
            onClick={() => change({ dialog: 'delete', link: link.id }, { push: true })}
          >
            {t('common.delete')}
          </Button>
        )}
      </div>
      {link.name && <p className={classes.name}>{link.name}</p>}
      {!link.deleted && link.url && (
        <CopyField value={link.url} label={t('link.address', { course: link.course.title })} />
      )}
      {!link.deleted && !link.url && <p className="soft small">{t(canChange ? 'link.lost' : 'link.hidden')}</p>}
      <dl className={classes.facts}>
        <div className={classes.used}>
          <dt>{t(link.transferable ? 'link.usedNow' : 'link.usedTotal')}</dt>
          <dd className="num">
            <HoldersLink
              of={{ linkId: link.id }}
              label={`${used}: ${t('link.holders', { course: link.course.title })}`}
            >
              {used}
            </HoldersLink>
            <SeatBar seats={seats} transferable={link.transferable} />
          </dd>
        </div>
        <div>
          <dt>{t('link.validity')}</dt>
          <dd>{validity(link.validity)}</dd>
        </div>
        <div>
          <dt>{t('link.autoReassign')}</dt>
          <dd>{link.autoReassign ? t('link.afterDays', { count: link.minHeldDays }) : t('common.no')}</dd>
        </div>
        <div>
          <dt>{t(link.deleted ? 'link.deleted' : 'link.created')}</dt>
          <dd className="nowrap">{date(link.deleted ?? link.created)}</dd>
        </div>
      </dl>
      <Suspense>
        {canChange && search.dialog === 'edit' && search.link === link.id && (
          <EditLinkDialog link={link} onClose={() => change({ dialog: undefined, link: undefined })} />
        )}
      </Suspense>
      {canChange && search.dialog === 'delete' && search.link === link.id && (
        <DeleteLinkDialog link={link} onClose={() => change({ dialog: undefined, link: undefined })} />
      )}
    </li>
  );
}
