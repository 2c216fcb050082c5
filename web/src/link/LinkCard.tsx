import { Badge, Button } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { withRareTexts } from '../i18n/i18n.ts';
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

const EditLinkDialog = lazyPart(() => withRareTexts(import('./EditLinkDialog.tsx')));
const LinkQrDialog = lazyPart(() => import('./LinkQrDialog.tsx'));

/** One link: its address, what it gives, and how much is left of it. */
export function LinkCard({ link }: { link: EnrollLink }) {
  const { t } = useTranslation();
  const { date, number } = useFormat();
  const validity = useValidity();
  const { canChange } = useManager();
  const seats = { licenses: link.licenses, assigned: link.used, available: link.licenses - link.used };
  const used = t('link.outOf', { used: number(link.used), licenses: number(link.licenses) });
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>
          <bdi>{link.course.title}</bdi>
        </h2>
        <span className="soft num">#{link.poolId}</span>
        <KindBadge transferable={link.transferable} />
        {link.paused && !link.deleted && (
          <Badge size="sm" variant="light" color="gray">
            {t('link.paused')}
          </Badge>
        )}
        {!link.deleted && <Rules link={link} />}
        {!link.deleted && <Actions link={link} />}
      </div>
      {link.name && (
        <p className={classes.name} dir="auto">
          {link.name}
        </p>
      )}
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
            <HoldersLink
              of={{ linkId: link.id, status: 'all' }}
              label={t('link.takersOf', { course: link.course.title })}
            >
              {t('link.takers')}
            </HoldersLink>
          </dd>
        </div>
        <div>
          <dt>{t('link.validity')}</dt>
          <dd>{validity(link.validity)}</dd>
        </div>
        <div>
          <dt>{t('link.autoReassign')}</dt>
          <dd>
            {link.autoReassign ? t('link.afterDays', { count: link.minHeldDays }) : t('common.no')}
            {link.autoReassign && <p className="soft small">{t(`bulk.policies.${link.recyclePolicy}`)}</p>}
          </dd>
        </div>
        <div>
          <dt>{t(link.deleted ? 'link.deleted' : 'link.created')}</dt>
          <dd className="nowrap">{date(link.deleted ?? link.created)}</dd>
        </div>
      </dl>
      {!link.deleted && <Dialogs link={link} />}
    </li>
  );
}

/** What of its rules is not the usual. */
function Rules({ link: { approval, listed, waiting } }: { link: EnrollLink }) {
  const { t } = useTranslation();
  const words = [
    approval && t('link.approval'),
    listed && t('link.listed'),
    waiting > 0 && t('link.waiting', { count: waiting }),
  ];
  return words
    .filter((word) => word !== false)
    .map((word) => (
      <Badge key={word} size="sm" variant="light" color="gray">
        {word}
      </Badge>
    ));
}

function Actions({ link }: { link: EnrollLink }) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  const [, change] = usePageSearch();
  const open = (dialog: string) => () => change({ dialog, link: link.id }, { push: true });
  const words = { course: link.course.title };
  return (
    <div className={classes.actions}>
      {link.url && (
        <Button size="compact-sm" variant="subtle" aria-label={t('link.qrOf', words)} onClick={open('qr')}>
          {t('link.qr')}
        </Button>
      )}
      {canChange && (
        <Button size="compact-sm" variant="subtle" aria-label={t('link.editOf', words)} onClick={open('edit')}>
          {t('common.edit')}
        </Button>
      )}
      {canChange && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="clay"
          aria-label={t('link.deleteOf', words)}
          onClick={open('delete')}
        >
          {t('common.delete')}
        </Button>
      )}
    </div>
  );
}

/** The dialog that the address of the page names, where it is about this link. */
function Dialogs({ link }: { link: EnrollLink }) {
  const { canChange } = useManager();
  const [search, change] = usePageSearch();
  if (search.link !== link.id) return null;
  const close = () => change({ dialog: undefined, link: undefined });
  return (
    <Suspense>
      {search.dialog === 'qr' && link.url && <LinkQrDialog link={link} url={link.url} onClose={close} />}
      {canChange && search.dialog === 'edit' && <EditLinkDialog link={link} onClose={close} />}
      {canChange && search.dialog === 'delete' && <DeleteLinkDialog link={link} onClose={close} />}
    </Suspense>
  );
}
